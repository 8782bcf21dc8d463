import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { filesFolder, linkSeconds, linkToFile } from './mail-bucket.client.ts'
import { loadMessage } from './message.store.ts'
import { AttachmentLink, AttachmentPath } from './message-requests.ts'

/** Returns a link, valid for five minutes, to download an attachment. */
export const getAttachmentRoute = route({
  method: 'GET',
  path: '/email/messages/{messageId}/attachments/{place}',
  scope: 'email:read',
  summary: 'Get a download link for an attachment',
  params: AttachmentPath,
  response: AttachmentLink,
  success: 200,
  run: async ({ params: { messageId, place }, principal: { store }, now }) => {
    const { id, attachments, object } = await loadMessage(store, messageId)
    const attachment = attachments[place]
    if (attachment?.kept !== true || object === undefined)
      throw new DomainError('not-found', 'Attachment does not exist, or is too large to be stored.')
    const { name, type, bytes } = attachment
    const key = `${filesFolder(store, id)}/${place}`
    const link = await linkToFile({ bucket: object.bucket, key }, name === '' ? `file-${place}` : name)
    const expiresAt = new Date(Date.parse(now) + linkSeconds * 1000).toISOString()
    return { name, type, bytes, link, expiresAt }
  },
})
