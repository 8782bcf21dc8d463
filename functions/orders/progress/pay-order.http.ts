import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { OrderPath, OrderView, PayOrderRequest } from '../order/order-requests.ts'
import { payOrder } from './order-progress.ts'

/** Records an approved payment; dispatch needs the whole total. */
export const payOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/pay',
  scope: 'orders:write',
  summary: 'Record a payment',
  params: OrderPath,
  request: PayOrderRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, (order, now) => payOrder(order, context.body, now)),
})
