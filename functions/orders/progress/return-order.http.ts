import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { OrderPath, OrderView, ReasonRequest } from '../order/order-requests.ts'
import { returnOrder } from './order-progress.ts'

/** Records that an order was returned. */
export const returnOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/return',
  scope: 'orders:write',
  summary: 'Record a return',
  params: OrderPath,
  request: ReasonRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, (order, now) => returnOrder(order, context.body.reason, now)),
})
