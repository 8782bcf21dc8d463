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
  /** Cents approved; left out, all that is outstanding. */
  readonly amount?: number | undefined
  readonly method?: string | undefined
  /** The payment's id at the provider: the same payment told twice is one payment. */
  readonly reference?: string | undefined
  readonly paidAt?: string | undefined
}

/** Notes an approved payment. Part of the total is noted too, but only the whole makes the order dispatchable. */
export function payOrder(order: Order, payment: PayOrder, now: string): OrderDecision {
  if (payment.reference !== undefined && notedPayments(order).includes(payment.reference))
    return noChange(order)
  if (!isOpen(order)) throw illegalTransition(order, 'pay', ['placed', 'packed'])
  if (isPaid(order))
    throw new DomainError(
      'illegal-transition',
      'to pay an order something is expected to be outstanding; this one is paid',
    )
  return recordPayment(order, payment, now)
}

/** Notes an approved payment of which a channel tells: that it was paid is a fact, also of an order that has left. */
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

/** Packs an order. A held one is not packed: what is wrong with it would have to be unpacked again. */
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

/** Hands an order to the carrier. Error `not-dispatchable` unless it is paid, passed in this very content and not held. */
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

/** Notes that an order has left at its channel: that it did is a fact, whatever was still missing here. */
export function dispatchedByChannel(order: Order, shipment: DispatchOrder, now: string): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'dispatch', ['placed', 'packed'])
  const { carrier, trackingCode } = shipment
  const said = {
    ...(carrier === undefined ? {} : { carrier }),
    ...(trackingCode === undefined ? {} : { trackingCode }),
  }
  const packedAt = order.status === 'packed' ? order.packedAt : now
  return nextVersion({ ...order, status: 'dispatched', packedAt, dispatchedAt: now, ...said }, now, [
    orderDispatched.happened(said),
  ])
}

/** Notes what went back to the customer in all, in cents; less than is known changes nothing. */
export function recordRefund(order: Order, refunded: number, now: string): OrderDecision {
  const { payment } = order
  const before = payment.refundedAmount
  if (refunded <= before) return noChange(order)
  return nextVersion({ ...order, payment: { ...payment, refundedAmount: refunded } }, now, [
    orderRefunded.happened({ amount: refunded - before }),
  ])
}

/** Notes that the customer has the order. */
export function deliverOrder(order: Order, now: string): OrderDecision {
  if (order.status !== 'dispatched') throw illegalTransition(order, 'deliver', ['dispatched'])
  return nextVersion({ ...order, status: 'delivered', deliveredAt: now }, now, [orderDelivered.happened({})])
}

/** Cancels an order that has not left. */
export function cancelOrder(order: Order, reason: string, now: string): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'cancel', ['placed', 'packed'])
  return nextVersion({ ...order, status: 'cancelled', cancelledAt: now, reason }, now, [
    orderCancelled.happened({ reason }),
  ])
}

/** Notes that an order came back, from the customer or from the carrier. */
export function returnOrder(order: Order, reason: string, now: string): OrderDecision {
  if (order.status !== 'delivered' && order.status !== 'dispatched')
    throw illegalTransition(order, 'return', ['dispatched', 'delivered'])
  return nextVersion({ ...order, status: 'returned', returnedAt: now, reason }, now, [
    orderReturned.happened({ reason }),
  ])
}

const notReady = (action: string, blocking: readonly string[]): DomainError =>
  new DomainError(
    'not-dispatchable',
    `to ${action} this order the following must go first: ${blocking.join(', ')}`,
    {
      details: { blockers: blocking },
    },
  )
