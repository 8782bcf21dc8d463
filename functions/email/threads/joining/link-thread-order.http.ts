import { route } from '../../../../shared/http/route.ts'
import { changeThread } from '../change-thread.usecase.ts'
import { linkOrder } from '../thread.ts'
import { LinkOrderRequest, ThreadPath, ThreadView } from '../thread-requests.ts'

/** Says which order a conversation is about, as a suggestion that is right or one that the mail did not name. */
export const linkThreadOrderRoute = route({
  method: 'PUT',
  path: '/email/threads/{threadId}/order',
  scope: 'email:write',
  summary: 'Say which order a conversation is about',
  params: ThreadPath,
  request: LinkOrderRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) =>
    changeThread(context, (thread, by, now) => linkOrder(thread, context.body.orderId, by, now)),
})
