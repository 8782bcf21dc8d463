import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { DispatchOrderRequest, OrderPath, OrderView } from '../order/order-requests.ts'
import { dispatchOrder } from './order-progress.ts'

/** Hands an order to the carrier: it must be paid, passed in its current content and not held. */
export const dispatchOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/dispatch',
  scope: 'orders:write',
  summary: 'Dispatch an order',
  params: OrderPath,
  request: DispatchOrderRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, (order, now) => dispatchOrder(order, context.body, now)),
})
