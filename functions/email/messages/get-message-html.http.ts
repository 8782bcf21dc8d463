import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { fetchFile, filesFolder } from './mail-bucket.client.ts'
import { loadMessage } from './message.store.ts'
import { MessageHtml, MessageHtmlQuery, MessagePath } from './message-requests.ts'
import { withRemoteImages } from './mime/remote-images.ts'

/** Returns the sanitized HTML of a mail; remote images are off unless requested. */
export const getMessageHtmlRoute = route({
  method: 'GET',
  path: '/email/messages/{messageId}/html',
  scope: 'email:read',
  summary: 'Get the HTML of an incoming message',
  params: MessagePath,
  query: MessageHtmlQuery,
  response: MessageHtml,
  success: 200,
  run: async ({ params, query, principal: { store } }) => {
    const { id, html, object } = await loadMessage(store, params.messageId)
    if (html === undefined || object === undefined) throw new DomainError('not-found', 'Message has no HTML.')
    const stored = await fetchFile({ bucket: object.bucket, key: `${filesFolder(store, id)}/html` })
    const safe = Buffer.from(stored).toString('utf8')
    const shown = query.remoteImages === 'true'
    return { html: shown ? withRemoteImages(safe) : safe, remoteImages: html.remoteImages }
  },
})
