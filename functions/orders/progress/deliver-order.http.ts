import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { EmptyRequest, OrderPath, OrderView } from '../order/order-requests.ts'
import { deliverOrder } from './order-progress.ts'

/** Records that the customer received the order. */
export const deliverOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/deliver',
  scope: 'orders:write',
  summary: 'Record a delivery',
  params: OrderPath,
  request: EmptyRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, deliverOrder),
})
