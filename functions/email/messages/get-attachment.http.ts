import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { filesFolder, linkSeconds, linkToFile } from './mail-bucket.client.ts'
import { loadMessage } from './message.store.ts'
import { AttachmentLink, AttachmentPath } from './message-requests.ts'

/** Gives a link, good for five minutes, to download a file that came with a mail. */
export const getAttachmentRoute = route({
  method: 'GET',
  path: '/email/messages/{messageId}/attachments/{place}',
  scope: 'email:read',
  summary: 'Get a link to a file of an incoming mail',
  params: AttachmentPath,
  response: AttachmentLink,
  success: 200,
  run: async ({ params: { messageId, place }, principal: { store }, now }) => {
    const { id, attachments, object } = await loadMessage(store, messageId)
    const attachment = attachments[place]
    if (attachment?.kept !== true || object === undefined)
      throw new DomainError('not-found', 'this mail has no such file, or it is too large to be kept')
    const { name, type, bytes } = attachment
    const key = `${filesFolder(store, id)}/${place}`
    const link = await linkToFile({ bucket: object.bucket, key }, name === '' ? `file-${place}` : name)
    const expiresAt = new Date(Date.parse(now) + linkSeconds * 1000).toISOString()
    return { name, type, bytes, link, expiresAt }
  },
})
