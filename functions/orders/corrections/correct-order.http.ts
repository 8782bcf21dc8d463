import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { CorrectOrderRequest, OrderPath, OrderView } from '../order/order-requests.ts'
import { correctOrder } from './correct-order.ts'

/** Corrects the content of an order; the corrected content is checked again. */
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
