import { route } from '../../../shared/http/route.ts'
import { loadMessage } from './message.store.ts'
import { MessagePath, MessageView } from './message-requests.ts'

/** Shows a mail that came in: all its words, and its own without what it quotes. */
export const getMessageRoute = route({
  method: 'GET',
  path: '/email/messages/{messageId}',
  scope: 'email:read',
  summary: 'Show an incoming mail',
  params: MessagePath,
  response: MessageView,
  success: 200,
  run: async ({ params, principal }) => loadMessage(principal.store, params.messageId),
})
