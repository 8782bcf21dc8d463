import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find, loadAll } from '../../../shared/table/load.store.ts'
import { type KnownOrder, learnOrder } from './known-order.ts'

const knownOrders: AggregateKind<KnownOrder> = {
  name: 'KNOWN-ORDER',
  slice: 'email',
  type: 'known-order',
  keeps: 'sale',
}

/** What is known of an order; of one that has not left yet nothing is kept here. */
export const findKnownOrder = (store: string, orderId: string): Promise<KnownOrder | undefined> =>
  find(knownOrders, store, orderId)

/** What is known of several orders, however many. */
export const knownAmong = (store: string, orderIds: readonly string[]): Promise<KnownOrder[]> =>
  loadAll(knownOrders, store, orderIds)

/** Writes a decision about a known order, in silence. Errors: `stale-version`, `busy`. */
export async function commitKnownOrder(
  decision: Decision<KnownOrder>,
  cause: Cause,
  at: string,
): Promise<void> {
  await commit([change(knownOrders, decision)], cause, { at, silent: true })
}

/** Keeps what an order has become, unless something newer is kept. Error: `stale-version`. */
export async function keepKnownOrder(order: OrderSnapshot, cause: Cause, at: string): Promise<void> {
  const known = await findKnownOrder(order.store, order.id)
  const decision = learnOrder(known, order)
  if (decision.next === known) return
  const { outcome } = await commit([change(knownOrders, decision)], cause, { at, silent: true })
  if (outcome === 'exists')
    throw new DomainError('stale-version', 'this order was learnt of at the same time: read again')
}
