import { orderChannelConflict, orderChannelFollowed } from '../../../events/orders/order-events.ts'
import type { Happened } from '../../../shared/decision.ts'
import { type Correction, followContent } from '../corrections/correct-order.ts'
import { placeHold } from '../holds/order-holds.ts'
import { isOpen, isPaid, noChange, type Order, type OrderDecision, openHolds } from '../order/order.ts'
import { placeOrder } from '../order/place-order.ts'
import {
  cancelOrder,
  deliverOrder,
  dispatchedByChannel,
  recordPayment,
  recordRefund,
  returnOrder,
} from '../progress/order-progress.ts'
import {
  type ChannelStep,
  type ChannelUpdate,
  contentParts,
  deadlinePrints,
  printsOf,
  type ReportedPayment,
} from './channel-update.ts'

/** One step of following an update; a step that is impossible decides a conflict. */
type Step = (order: Order) => OrderDecision

/**
 * Imports an order at its first update, with the progress that it already made at the channel. For a sale that the
 * storefront placed itself see `followChannel`. Nothing while the channel reported only parts of it.
 */
export function importOrder(update: ChannelUpdate, store: string, now: string): OrderDecision | undefined {
  if (update.content === undefined) return undefined
  const placed = placeOrder(update.content, store, now)
  const seen: Order = {
    ...placed.next,
    channelSeen: { revision: update.revision, prints: printsOf(update.content) },
  }
  const { next, events } = inOneVersion({ ...seen, version: 0 }, stepsOf(update, now))
  return { next, events: [...placed.events, ...events] }
}

/**
 * Follows a channel's update of an order: content, payment, refunds, dispatch, delivery, return, cancellation. A revision
 * that is not newer changes nothing. A correction made here stays unless the channel changed the same part. No hold is
 * released, and a held order is not dispatched. An impossible update is published as a conflict.
 */
export function followChannel(order: Order, update: ChannelUpdate, now: string): OrderDecision {
  if ((order.channelSeen?.revision ?? 0) >= update.revision) return noChange(order)
  const prints = {
    ...order.channelSeen?.prints,
    ...(update.content && printsOf(update.content)),
    ...deadlinePrints(update),
  }
  const correction = correctionBy(order, update, prints)
  const conflict = order.channelSeen?.conflict
  const seen: Order = {
    ...order,
    channelSeen: { revision: update.revision, prints, ...(conflict === undefined ? {} : { conflict }) },
  }
  const { next, events } = inOneVersion(seen, [
    (current) => followContent(current, correction, now),
    ...stepsOf(update, now),
  ])
  if (events.length > 0) return { next, events }
  const followed = orderChannelFollowed.happened({ revision: update.revision })
  return { next: { ...seen, version: order.version + 1, updatedAt: now }, events: [followed] }
}

/** Runs steps in order; the events of all of them are one version. */
function inOneVersion(order: Order, steps: readonly Step[]): OrderDecision {
  let now: Order = order
  const events: Happened[] = []
  for (const step of steps) {
    const decision = step(now)
    events.push(...decision.events)
    now = { ...decision.next, version: order.version }
  }
  return { next: { ...now, version: order.version + 1 }, events }
}

const stepsOf = (update: ChannelUpdate, now: string): readonly Step[] => [
  ...update.payments.map(
    (payment): Step =>
      (order) =>
        paidBy(order, payment, now),
  ),
  (order) => recordRefund(order, update.refunded, now),
  (order) => heldBy(order, 'channel-do-not-ship', update.doNotShip, now),
  (order) => movedBy(order, update, now),
  (order) => cancelledBy(order, update, now),
]

/** What the channel changed since its last update; nothing on the first update of an existing order. */
function correctionBy(
  order: Order,
  update: ChannelUpdate,
  prints: Readonly<Record<string, string>>,
): Correction {
  const { content } = update
  const before = order.channelSeen?.prints
  if (content === undefined) return changedDeadlines(update, before ?? {}, prints)
  if (before === undefined) return {}
  return Object.fromEntries(
    contentParts
      .filter((part) => before[part] !== prints[part])
      .map((part) => [part, replacing(order[part], content[part])]),
  )
}

/** A channel without content placed the order without deadlines, so the first update with deadlines sets them. */
const changedDeadlines = (
  { deadlines = {} }: ChannelUpdate,
  before: Readonly<Record<string, string>>,
  prints: Readonly<Record<string, string>>,
): Correction =>
  Object.fromEntries(Object.entries(deadlines).filter(([part]) => before[part] !== prints[part]))

/** A merge patch that replaces a part: it removes fields that the channel no longer reports. */
function replacing(before: unknown, after: unknown): unknown {
  if (after === undefined) return null
  if (typeof after !== 'object' || after === null || Array.isArray(after)) return after
  const removed = Object.keys({ ...(before as object | undefined) }).map((name) => [name, null])
  return { ...Object.fromEntries(removed), ...after }
}

function paidBy(order: Order, { payment, inAll }: ReportedPayment, now: string): OrderDecision {
  const { approvedAmount, method, reference, approvedAt } = payment
  const isRecorded = reference !== undefined && hasPayment(order, reference)
  const before = order.payment.status === 'approved' ? order.payment.approvedAmount : 0
  const amount = inAll ? approvedAmount - before : isRecorded ? 0 : approvedAmount
  if (isPaid(order) || amount <= 0) return noChange(order)
  return recordPayment(
    order,
    { amount, method, paidAt: approvedAt, ...(isRecorded ? {} : { reference }) },
    now,
  )
}

const hasPayment = ({ payment }: Order, reference: string): boolean =>
  payment.reference === reference || payment.earlierReferences?.includes(reference) === true

/** Holds an order once for a channel's reason; a hold that was released is not placed again. */
function heldBy(order: Order, code: string, reason: string | undefined, now: string): OrderDecision {
  const isRecorded = order.holds.some((hold) => hold.code === code)
  if (reason === undefined || isRecorded || !isOpen(order)) return noChange(order)
  return placeHold(order, { code, reason, placedBy: order.channel }, now)
}

/** Moves an order to its step at the channel, whatever its state here, unless it is held. */
function movedBy(order: Order, { step, shipment, revision }: ChannelUpdate, now: string): OrderDecision {
  if (step === undefined || isThere(order, step)) return noChange(order)
  if (isOpen(order) && openHolds(order).length > 0) return conflict(order, step, revision, now)
  if (order.status === 'cancelled') return conflict(order, step, revision, now)
  return inOneVersion(order, [
    (current) => (isOpen(current) ? dispatchedByChannel(current, shipment, now) : noChange(current)),
    (current) =>
      step !== 'shipped' && current.status === 'dispatched'
        ? deliverIf(current, step, now)
        : noChange(current),
    (current) =>
      step === 'returned' && current.status !== 'returned'
        ? returnOrder(current, 'returned at the channel', now)
        : noChange(current),
  ])
}

const deliverIf = (order: Order, step: ChannelStep, now: string): OrderDecision =>
  step === 'delivered' ? deliverOrder(order, now) : noChange(order)

const progress = ['dispatched', 'delivered', 'returned']
const reached: Readonly<Record<ChannelStep, number>> = { shipped: 0, delivered: 1, returned: 2 }
const isThere = ({ status }: Order, step: ChannelStep): boolean => progress.indexOf(status) >= reached[step]

function cancelledBy(order: Order, { cancellation, revision }: ChannelUpdate, now: string): OrderDecision {
  if (cancellation === undefined || order.status === 'cancelled') return noChange(order)
  if (cancellation.state === 'requested')
    return heldBy(order, 'cancellation-requested', cancellation.reason, now)
  if (isOpen(order)) return cancelOrder(order, cancellation.reason, now)
  return order.status === 'returned' ? noChange(order) : conflict(order, 'cancelled', revision, now)
}

/** The update is impossible here: published once, for an analyst to resolve. */
function conflict(order: Order, says: string, revision: number, now: string): OrderDecision {
  const { channelSeen } = order
  if (channelSeen === undefined || channelSeen.conflict === says) return noChange(order)
  return {
    next: {
      ...order,
      channelSeen: { ...channelSeen, conflict: says },
      version: order.version + 1,
      updatedAt: now,
    },
    events: [orderChannelConflict.happened({ says, revision })],
  }
}
