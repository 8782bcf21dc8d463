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

/** The projection of an order. Orders that were not dispatched, cancelled or erased have none. */
export const findOrderProjection = (store: string, orderId: string): Promise<OrderProjection | undefined> =>
  find(orderProjections, store, orderId)

/** The projections of any number of orders. */
export const findOrderProjections = (
  store: string,
  orderIds: readonly string[],
): Promise<OrderProjection[]> => loadAll(orderProjections, store, orderIds)

/** Writes a projection, without events. Errors: `stale-version`, `busy`. */
export async function commitOrderProjection(
  decision: Decision<OrderProjection>,
  cause: Cause,
  at: string,
): Promise<void> {
  await commit([change(orderProjections, decision)], cause, { at, withoutEvents: true })
}

/** Updates the projection of an order, unless it is already as new. Error: `stale-version`. */
export async function updateOrderProjection(order: OrderSnapshot, cause: Cause, at: string): Promise<void> {
  const existing = await findOrderProjection(order.store, order.id)
  const decision = projectOrder(existing, order)
  if (decision.next === existing) return
  const { outcome } = await commit([change(orderProjections, decision)], cause, { at, withoutEvents: true })
  if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
}
