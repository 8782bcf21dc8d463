import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { fetchFile, filesFolder } from './mail-bucket.client.ts'
import { loadMessage } from './message.store.ts'
import { MessageHtml, MessageHtmlQuery, MessagePath } from './message-requests.ts'
import { withRemoteImages } from './mime/remote-images.ts'

/** Shows a mail's HTML, in which nothing acts; images that lie elsewhere are off unless they are asked for. */
export const getMessageHtmlRoute = route({
  method: 'GET',
  path: '/email/messages/{messageId}/html',
  scope: 'email:read',
  summary: 'Show the HTML of an incoming mail',
  params: MessagePath,
  query: MessageHtmlQuery,
  response: MessageHtml,
  success: 200,
  run: async ({ params, query, principal: { store } }) => {
    const { id, html, object } = await loadMessage(store, params.messageId)
    if (html === undefined || object === undefined)
      throw new DomainError('not-found', 'this mail came without HTML')
    const kept = await fetchFile({ bucket: object.bucket, key: `${filesFolder(store, id)}/html` })
    const safe = Buffer.from(kept).toString('utf8')
    const shown = query.remoteImages === 'true'
    return { html: shown ? withRemoteImages(safe) : safe, remoteImages: html.remoteImages }
  },
})
