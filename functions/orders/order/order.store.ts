import type { Cause } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { listEach } from '../../../shared/table/list.store.ts'
import { load, loadAll } from '../../../shared/table/load.store.ts'
import { isHeld, isOpen, type Order, type OrderDecision } from './order.ts'

/** Sorts an order without a deadline after all that have one. */
const noDeadline = '9999'

/**
 * `gsi1`: orders by status, the most urgent first. `gsi2`: held orders, and orders that ended before quality evaluated
 * them, the latest last.
 */
export const orders: AggregateKind<Order> = {
  name: 'ORDER',
  slice: 'orders',
  type: 'order',
  retention: 'sale',
  personal: ({ id, erasedAt }) => (erasedAt === undefined ? id : undefined),
  index: (order) => {
    const urgency = `${order.dispatchBy ?? noDeadline}#${order.id}`
    return {
      gsi1pk: lists.ordersByStatus.partition(order.store, order.status),
      gsi1sk: urgency,
      ...(isHeld(order) ? { gsi2pk: lists.heldOrders.partition(order.store), gsi2sk: urgency } : {}),
      ...(endedUnevaluated(order)
        ? {
            gsi2pk: lists.endedOrdersNotChecked.partition(order.store),
            gsi2sk: `${order.updatedAt}#${order.id}`,
          }
        : {}),
    }
  },
}

/** It ended before quality evaluated it: its events may not have reached other slices yet. */
const endedUnevaluated = (order: Order): boolean =>
  !isOpen(order) &&
  order.erasedAt === undefined &&
  order.pass === undefined &&
  order.holds.every(({ issueId }) => issueId === undefined)

/** An event arrives within this time or never: dead-letter queues keep messages no longer. */
const longestDeliveryMilliseconds = 14 * 24 * 3_600_000

/** Orders whose events may not have reached other slices yet: just placed, or ended before quality evaluated them. */
export async function* ordersOnTheWay(store: string, now: string): AsyncGenerator<Order> {
  yield* listEach(orders, store, {
    index: lists.ordersByStatus.index,
    partition: lists.ordersByStatus.partition(store, 'placed'),
  })
  const from = new Date(Date.parse(now) - longestDeliveryMilliseconds).toISOString()
  yield* listEach(orders, store, {
    index: lists.endedOrdersNotChecked.index,
    partition: lists.endedOrdersNotChecked.partition(store),
    from,
  })
}

export const loadOrder = (store: string, id: string): Promise<Order> => load(orders, store, id)

/** The orders with these ids, however many; ids without an order are left out. */
export const loadOrders = (store: string, ids: readonly string[]): Promise<Order[]> =>
  loadAll(orders, store, ids)

/** Writes an order's next version and its events in one conditional write. Errors: `stale-version`, `busy`. */
export const commitOrder = (
  decision: OrderDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(orders, decision)], cause, { at, marker })
