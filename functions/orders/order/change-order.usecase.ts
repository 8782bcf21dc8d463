import { type ChangeRequest, changeAggregate } from '../../../shared/table/change-aggregate.usecase.ts'
import { commitOrder, loadOrder } from './order.store.ts'
import type { Order, OrderDecision } from './order.ts'
import { type OrderView, toOrderView } from './order-requests.ts'

/** What a request to change one order brings. */
interface ChangeOrderRequest extends ChangeRequest {
  readonly params: { readonly orderId: string }
}

/**
 * Changes one order for a caller and returns its new view.
 * Errors: `not-found`, `stale-version`, `busy`, and those of the decision.
 */
export const changeOrder = async (
  request: ChangeOrderRequest,
  decide: (order: Order, now: string) => OrderDecision,
): Promise<OrderView> =>
  toOrderView(
    await changeAggregate({ load: loadOrder, commit: commitOrder }, request.params.orderId, request, decide),
  )
