import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find, loadAll } from '../../../shared/table/load.store.ts'
import { type OrderProjection, projectOrder } from './order-projection.ts'

const orderProjections: AggregateKind<OrderProjection> = {
  name: 'KNOWN-ORDER',
  slice: 'email',
  type: 'known-order',
  retention: 'sale',
}

/** What is known of an order; of one that has not left yet nothing is kept here. */
export const findOrderProjection = (store: string, orderId: string): Promise<OrderProjection | undefined> =>
  find(orderProjections, store, orderId)

/** What is known of several orders, however many. */
export const findOrderProjections = (
  store: string,
  orderIds: readonly string[],
): Promise<OrderProjection[]> => loadAll(orderProjections, store, orderIds)

/** Writes a decision about a known order, in silence. Errors: `stale-version`, `busy`. */
export async function commitOrderProjection(
  decision: Decision<OrderProjection>,
  cause: Cause,
  at: string,
): Promise<void> {
  await commit([change(orderProjections, decision)], cause, { at, withoutEvents: true })
}

/** Keeps what an order has become, unless something newer is kept. Error: `stale-version`. */
export async function updateOrderProjection(order: OrderSnapshot, cause: Cause, at: string): Promise<void> {
  const known = await findOrderProjection(order.store, order.id)
  const decision = projectOrder(known, order)
  if (decision.next === known) return
  const { outcome } = await commit([change(orderProjections, decision)], cause, { at, withoutEvents: true })
  if (outcome === 'exists')
    throw new DomainError('stale-version', 'this order was learnt of at the same time: read again')
}
