import { route } from '../../../shared/http/route.ts'
import { loadMessage } from './message.store.ts'
import { MessagePath, MessageView } from './message-requests.ts'

/** Returns an incoming message: its whole text, and its reply without quotes. */
export const getMessageRoute = route({
  method: 'GET',
  path: '/email/messages/{messageId}',
  scope: 'email:read',
  summary: 'Get an incoming message',
  params: MessagePath,
  response: MessageView,
  success: 200,
  run: async ({ params, principal }) => loadMessage(principal.store, params.messageId),
})
