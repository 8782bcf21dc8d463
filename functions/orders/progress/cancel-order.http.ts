import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { OrderPath, OrderView, ReasonRequest } from '../order/order-requests.ts'
import { cancelOrder } from './order-progress.ts'

/** Cancels an order that was not dispatched. */
export const cancelOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/cancel',
  scope: 'orders:write',
  summary: 'Cancel an order',
  params: OrderPath,
  request: ReasonRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, (order, now) => cancelOrder(order, context.body.reason, now)),
})
