import { answer, answerOnce, created, etag, route } from '../../../shared/http/route.ts'
import { saveAnswer } from '../../../shared/table/commit.store.ts'
import { commitOrder } from './order.store.ts'
import type { Order } from './order.ts'
import { OrderView, PlaceOrderRequest, toOrderView } from './order-requests.ts'
import { placeOrder } from './place-order.ts'

/** Places an order. The same channel and external id name the same order: a repeat returns the existing one. */
export const placeOrderRoute = route({
  method: 'POST',
  path: '/orders',
  scope: 'orders:write',
  summary: 'Place an order',
  request: PlaceOrderRequest,
  response: OrderView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body, principal, idempotency, cause, now }) => {
    const decision = placeOrder(body, principal.store, now)
    const first = created(`/orders/${decision.next.id}`, toOrderView(decision.next))
    const outcome = await commitOrder(decision, cause, now, idempotency?.marker(first))
    if (outcome.outcome !== 'exists') return answerOnce(first, outcome, idempotency)
    const existing = toOrderView(outcome.current as Order)
    const again = answer(200, existing, { location: `/orders/${existing.id}`, etag: etag(existing.version) })
    return idempotency === undefined
      ? again
      : answerOnce(again, await saveAnswer(idempotency.marker(again), now), idempotency)
  },
})
