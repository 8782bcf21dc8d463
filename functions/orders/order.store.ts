import type { Cause } from '../../shared/decision.ts'
import type { PrivacyAnswer } from '../../shared/privacy/answer.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../shared/table/commit.store.ts'
import { load } from '../../shared/table/load.store.ts'
import { isHeld, type Order, type OrderDecision, type OrderStatus } from './order.ts'

/** An order without a deadline stands after all that have one. */
const noDeadline = '9999'

/** `gsi1`: orders by status, the most urgent first. `gsi2`: those held, while they are. */
export const orders: AggregateKind<Order> = {
  name: 'ORDER',
  slice: 'orders',
  type: 'order',
  keeps: 'sale',
  personal: ({ id, erasedAt }) => (erasedAt === undefined ? id : undefined),
  index: (order) => {
    const urgency = `${order.dispatchBy ?? noDeadline}#${order.id}`
    return {
      gsi1pk: byStatus(order.store, order.status),
      gsi1sk: urgency,
      ...(isHeld(order) ? { gsi2pk: heldOrders(order.store), gsi2sk: urgency } : {}),
    }
  },
}

/** What the slice says to requests of privacy. */
export const privacyAnswers: AggregateKind<PrivacyAnswer> = {
  name: 'ORDERS-PRIVACY-ANSWER',
  slice: 'orders',
  type: 'privacy-answer',
  keeps: 'copy',
  personal: ({ requestId }) => requestId,
}

export const byStatus = (store: string, status: OrderStatus): string => `S#${store}#ORDERS#${status}`
export const heldOrders = (store: string): string => `S#${store}#HELD-ORDERS`

export const loadOrder = (store: string, id: string): Promise<Order> => load(orders, store, id)

/** Writes a decided order and what happened, in one conditional write. Errors: `stale-version`, `busy`. */
export const commitOrder = (
  decision: OrderDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(orders, decision)], cause, { at, marker })
