import {
  orderCancelled,
  orderDelivered,
  orderDispatched,
  orderPacked,
  orderPaid,
  orderPartlyPaid,
  orderRefunded,
  orderReturned,
} from '../../../events/orders/order-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import {
  blockers,
  illegalTransition,
  isOpen,
  isPaid,
  lapsedHolds,
  nextVersion,
  noChange,
  type Order,
  type OrderDecision,
  openHoldBlockers,
  outstanding,
} from '../order/order.ts'

export interface PayOrder {
  /** Cents approved; everything outstanding unless given. */
  readonly amount?: number | undefined
  readonly method?: string | undefined
  /** The payment's id at the provider: the same id twice is one payment. */
  readonly reference?: string | undefined
  readonly paidAt?: string | undefined
}

/** Records an approved payment. Part of the total is recorded too, but dispatch needs the whole total. */
export function payOrder(order: Order, payment: PayOrder, now: string): OrderDecision {
  if (payment.reference !== undefined && notedPayments(order).includes(payment.reference))
    return noChange(order)
  if (!isOpen(order)) throw illegalTransition(order, 'pay', ['placed', 'packed'])
  if (isPaid(order)) throw new DomainError('illegal-transition', 'Order is already paid.')
  return recordPayment(order, payment, now)
}

/** Records an approved payment that a channel reports, in any status: that it was paid is a fact. */
export function recordPayment(order: Order, payment: PayOrder, now: string): OrderDecision {
  const amount = payment.amount ?? outstanding(order)
  const before = order.payment.status === 'approved' ? order.payment.approvedAmount : 0
  const paid: Order = {
    ...order,
    payment: {
      ...order.payment,
      status: 'approved',
      approvedAmount: before + amount,
      approvedAt: payment.paidAt ?? now,
      ...(payment.method === undefined ? {} : { method: payment.method }),
      ...(payment.reference === undefined
        ? {}
        : { reference: payment.reference, ...earlierPayments(notedPayments(order)) }),
    },
  }
  const rest = outstanding(paid)
  return nextVersion(paid, now, [
    rest > 0 ? orderPartlyPaid.happened({ amount, outstanding: rest }) : orderPaid.happened({ amount }),
  ])
}

/** References of all approved payments so far. */
const notedPayments = ({ payment }: Order): readonly string[] =>
  payment.status === 'approved' && payment.reference !== undefined
    ? [...(payment.earlierReferences ?? []), payment.reference]
    : []

const earlierPayments = (references: readonly string[]) =>
  references.length === 0 ? {} : { earlierReferences: [...references] }

/** Packs an order. A held order cannot be packed: its correction could require unpacking. */
export function packOrder(order: Order, now: string): OrderDecision {
  if (order.status !== 'placed') throw illegalTransition(order, 'pack', ['placed'])
  const held = openHoldBlockers(order)
  if (held.length > 0) throw notReady('pack', held)
  return nextVersion({ ...order, status: 'packed', packedAt: now }, now, [orderPacked.happened({})])
}

export interface DispatchOrder {
  readonly carrier?: string | undefined
  readonly trackingCode?: string | undefined
}

/** Hands an order to the carrier. Error: `not-dispatchable` unless it is paid, passed in its current content and not held. */
export function dispatchOrder(
  order: Order,
  { carrier, trackingCode }: DispatchOrder,
  now: string,
): OrderDecision {
  if (order.status !== 'packed') throw illegalTransition(order, 'dispatch', ['packed'])
  const blocking = [...blockers(order), ...lapsedHolds(order, now)]
  if (blocking.length > 0) throw notReady('dispatch', blocking)
  const shipment = {
    ...(carrier === undefined ? {} : { carrier }),
    ...(trackingCode === undefined ? {} : { trackingCode }),
  }
  return nextVersion({ ...order, status: 'dispatched', dispatchedAt: now, ...shipment }, now, [
    orderDispatched.happened(shipment),
  ])
}

/** Records that a channel dispatched an order: that is a fact, whatever was missing here. */
export function dispatchedByChannel(
  order: Order,
  { carrier, trackingCode }: DispatchOrder,
  now: string,
): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'dispatch', ['placed', 'packed'])
  const shipment = {
    ...(carrier === undefined ? {} : { carrier }),
    ...(trackingCode === undefined ? {} : { trackingCode }),
  }
  const packedAt = order.status === 'packed' ? order.packedAt : now
  return nextVersion({ ...order, status: 'dispatched', packedAt, dispatchedAt: now, ...shipment }, now, [
    orderDispatched.happened(shipment),
  ])
}

/** Records the total refunded to the customer, in cents; a lower total than the current one changes nothing. */
export function recordRefund(order: Order, refunded: number, now: string): OrderDecision {
  const { payment } = order
  const before = payment.refundedAmount
  if (refunded <= before) return noChange(order)
  return nextVersion({ ...order, payment: { ...payment, refundedAmount: refunded } }, now, [
    orderRefunded.happened({ amount: refunded - before }),
  ])
}

/** Records that the customer received the order. */
export function deliverOrder(order: Order, now: string): OrderDecision {
  if (order.status !== 'dispatched') throw illegalTransition(order, 'deliver', ['dispatched'])
  return nextVersion({ ...order, status: 'delivered', deliveredAt: now }, now, [orderDelivered.happened({})])
}

/** Cancels an order that was not dispatched. */
export function cancelOrder(order: Order, reason: string, now: string): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'cancel', ['placed', 'packed'])
  return nextVersion({ ...order, status: 'cancelled', cancelledAt: now, reason }, now, [
    orderCancelled.happened({ reason }),
  ])
}

/** Records that an order was returned by the customer or the carrier. */
export function returnOrder(order: Order, reason: string, now: string): OrderDecision {
  if (order.status !== 'delivered' && order.status !== 'dispatched')
    throw illegalTransition(order, 'return', ['dispatched', 'delivered'])
  return nextVersion({ ...order, status: 'returned', returnedAt: now, reason }, now, [
    orderReturned.happened({ reason }),
  ])
}

const notReady = (action: string, blocking: readonly string[]): DomainError =>
  new DomainError('not-dispatchable', `Cannot ${action} this order; resolve first: ${blocking.join(', ')}.`, {
    details: { blockers: blocking },
  })
