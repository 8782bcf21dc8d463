import { route } from '../../../../shared/http/route.ts'
import { changeThread } from '../change-thread.usecase.ts'
import { linkOrder } from '../thread.ts'
import { LinkOrderRequest, ThreadPath, ThreadView } from '../thread-requests.ts'

/** Links a thread to an order, to confirm a suggestion or to add a missing link. */
export const linkThreadOrderRoute = route({
  method: 'PUT',
  path: '/email/threads/{threadId}/order',
  scope: 'email:write',
  summary: 'Link a thread to an order',
  params: ThreadPath,
  request: LinkOrderRequest,
  response: ThreadView,
  success: 200,
  changes: true,
  run: (context) =>
    changeThread(context, (thread, by, now) => linkOrder(thread, context.body.orderId, by, now)),
})
