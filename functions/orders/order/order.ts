import type { Hold, OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { contentHash } from '../../../shared/content-hash.ts'
import type { Decision, Happened } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'

/** The canonical order: a union by status; holds, payment and pass are independent of it. */
export type Order = OrderSnapshot
export type OrderStatus = Order['status']
export type OrderIn<S extends OrderStatus> = Extract<Order, { status: S }>
export type OrderDecision = Decision<Order>

/** What prevents an order's dispatch, besides its status. */
export type Blocker = 'not-paid' | 'not-passed' | `hold:${string}`

export const openHolds = (order: Order): readonly Hold[] =>
  order.holds.filter((hold) => hold.released === undefined)

/** Cents still to be paid; zero or less once approved payments cover the total. */
export const outstanding = ({ payment, totals }: Order): number =>
  totals.total - (payment.status === 'approved' ? payment.approvedAmount - payment.refundedAmount : 0)

export const isPaid = (order: Order): boolean => outstanding(order) <= 0

/** True when quality passed the order's current content. */
export const isPassed = (order: Order): boolean =>
  order.pass?.contentVersion === order.contentVersion && order.pass.contentHash === contentHash(order)

/** The names of the open holds, each once. */
export const openHoldBlockers = (order: Order): Blocker[] => [
  ...new Set(openHolds(order).map(({ code }) => `hold:${code}` as const)),
]

/** The names of holds whose waiver expired: they block again, even before an event says so. */
export const lapsedHolds = ({ holds }: Order, now: string): Blocker[] =>
  holds
    .filter(({ released }) => released?.until !== undefined && released.until <= now)
    .map(({ code }) => `hold:${code}` as const)

/** A new order is not dispatchable: it needs payment, a pass for its current content, and no open hold. */
export function blockers(order: Order): Blocker[] {
  return [
    ...(isPaid(order) ? [] : (['not-paid'] as const)),
    ...(isPassed(order) ? [] : (['not-passed'] as const)),
    ...openHoldBlockers(order),
  ]
}

/** An order that was not dispatched or cancelled: it can be corrected, held and cancelled. */
export const isOpen = (order: Order): order is OrderIn<'placed' | 'packed'> =>
  order.status === 'placed' || order.status === 'packed'

/** True while a hold prevents dispatch; an order that was dispatched or cancelled is never held. */
export const isHeld = (order: Order): boolean => isOpen(order) && openHolds(order).length > 0

/** Error `illegal-transition`: the order's status does not allow the action. */
export const illegalTransition = (
  order: Order,
  action: string,
  expected: readonly OrderStatus[],
): DomainError =>
  new DomainError(
    'illegal-transition',
    `Cannot ${action} an order that is ${order.status}; it must be ${expected.join(' or ')}.`,
    {
      details: { orderStatus: order.status, expectedStatus: expected },
    },
  )

/** The next version of an order with its events. */
export const nextVersion = (order: Order, now: string, events: readonly Happened[]): OrderDecision => ({
  next: { ...order, version: order.version + 1, updatedAt: now },
  events,
})

/** Changes nothing: repeating an action is no error. */
export const noChange = (order: Order): OrderDecision => ({ next: order, events: [] })
