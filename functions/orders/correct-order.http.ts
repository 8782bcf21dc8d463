import { route } from '../../shared/http/route.ts'
import { changeOrder } from './change-order.store.ts'
import { correctOrder } from './correct-order.ts'
import { CorrectOrderRequest, OrderPath, OrderView } from './order-requests.ts'

/** Corrects what an order says; the corrected content is checked anew. */
export const correctOrderRoute = route({
  method: 'PATCH',
  path: '/orders/{orderId}',
  scope: 'orders:write',
  summary: 'Correct an order (JSON merge patch)',
  params: OrderPath,
  request: CorrectOrderRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, (order, now) => correctOrder(order, context.body, now)),
})
