import { route } from '../../../shared/http/route.ts'
import { changeOrder } from '../order/change-order.usecase.ts'
import { EmptyRequest, OrderPath, OrderView } from '../order/order-requests.ts'
import { packOrder } from './order-progress.ts'

/** Packs an order that is not held. */
export const packOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/pack',
  scope: 'orders:write',
  summary: 'Pack an order',
  params: OrderPath,
  request: EmptyRequest,
  response: OrderView,
  success: 200,
  changes: true,
  run: (context) => changeOrder(context, packOrder),
})
