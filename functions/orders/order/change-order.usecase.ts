import type { Cause } from '../../../shared/decision.ts'
import type { Principal } from '../../../shared/http/route.ts'
import { commitOrder, loadOrder } from './order.store.ts'
import type { Order, OrderDecision } from './order.ts'
import { type OrderView, toOrderView } from './order-requests.ts'

/** What a request to change one order brings along. */
interface ChangeRequest {
  readonly params: { readonly orderId: string }
  readonly principal: Principal
  readonly ifMatch: (version: number) => void
  readonly cause: Cause
  readonly now: string
}

/** One change of one order on a caller's behalf: load it, see that it is the version they know, decide, commit, show. */
export async function changeOrder(
  { params, principal, ifMatch, cause, now }: ChangeRequest,
  decide: (order: Order, now: string) => OrderDecision,
): Promise<OrderView> {
  const order = await loadOrder(principal.store, params.orderId)
  ifMatch(order.version)
  const decision = decide(order, now)
  await commitOrder(decision, cause, now)
  return toOrderView(decision.next)
}
