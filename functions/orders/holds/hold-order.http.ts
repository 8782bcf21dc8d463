import { answerOnce, created, route } from '../../../shared/http/route.ts'
import { commitOrder, loadOrder } from '../order/order.store.ts'
import { OrderPath, OrderView, PlaceHoldRequest, toOrderView } from '../order/order-requests.ts'
import { placeHold } from './order-holds.ts'

/** Places a named hold on an order; it cannot be packed or dispatched until the hold is released. */
export const holdOrderRoute = route({
  method: 'POST',
  path: '/orders/{orderId}/holds',
  scope: 'orders:write',
  summary: 'Hold an order',
  params: OrderPath,
  request: PlaceHoldRequest,
  response: OrderView,
  success: 201,
  idempotencyKey: 'optional',
  changes: true,
  run: async ({ params, body, principal, ifMatch, idempotency, cause, now }) => {
    const order = await loadOrder(principal.store, params.orderId)
    ifMatch(order.version)
    const decision = placeHold(order, { ...body, placedBy: principal.id }, now)
    const first = created(`/orders/${order.id}/holds/${body.code}`, toOrderView(decision.next))
    return answerOnce(first, await commitOrder(decision, cause, now, idempotency?.marker(first)), idempotency)
  },
})
