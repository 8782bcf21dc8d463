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

/** Follows one word of a channel, as one of several steps: what is decided, or that it cannot be. */
type Step = (order: Order) => OrderDecision

/**
 * Takes in an order that a channel tells of for the first time, as far as it has come there already. A sale that the
 * storefront placed itself is the same order: see `followChannel`. Nothing while only parts of it were told.
 */
export function importOrder(word: ChannelUpdate, store: string, now: string): OrderDecision | undefined {
  if (word.content === undefined) return undefined
  const placed = placeOrder(word.content, store, now)
  const seen: Order = {
    ...placed.next,
    channelSeen: { revision: word.revision, prints: printsOf(word.content) },
  }
  const { next, events } = inOneVersion({ ...seen, version: 0 }, stepsOf(word, now))
  return { next, events: [...placed.events, ...events] }
}

/**
 * Follows what a channel says of an order: its content, payment, refunds, dispatch, delivery, return, cancellation. A
 * revision that is not newer changes nothing; what somebody corrected here stays unless the channel changed that very
 * part; no hold is ever taken away, and a held order does not leave by it. What cannot be is told as a conflict.
 */
export function followChannel(order: Order, word: ChannelUpdate, now: string): OrderDecision {
  if ((order.channelSeen?.revision ?? 0) >= word.revision) return noChange(order)
  const prints = {
    ...order.channelSeen?.prints,
    ...(word.content && printsOf(word.content)),
    ...deadlinePrints(word),
  }
  const correction = correctionBy(order, word, prints)
  const conflict = order.channelSeen?.conflict
  const seen: Order = {
    ...order,
    channelSeen: { revision: word.revision, prints, ...(conflict === undefined ? {} : { conflict }) },
  }
  const { next, events } = inOneVersion(seen, [
    (so) => followContent(so, correction, now),
    ...stepsOf(word, now),
  ])
  if (events.length > 0) return { next, events }
  const followed = orderChannelFollowed.happened({ revision: word.revision })
  return { next: { ...seen, version: order.version + 1, updatedAt: now }, events: [followed] }
}

/** Runs steps one after the other; all that happened in them is one version. */
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

const stepsOf = (word: ChannelUpdate, now: string): readonly Step[] => [
  ...word.payments.map(
    (payment): Step =>
      (order) =>
        paidBy(order, payment, now),
  ),
  (order) => recordRefund(order, word.refunded, now),
  (order) => heldBy(order, 'channel-do-not-ship', word.doNotShip, now),
  (order) => movedBy(order, word, now),
  (order) => cancelledBy(order, word, now),
]

/** What the channel changed since it was last heard; on the first word of an order that is known, nothing. */
function correctionBy(
  order: Order,
  word: ChannelUpdate,
  prints: Readonly<Record<string, string>>,
): Correction {
  const { content: told } = word
  const before = order.channelSeen?.prints
  if (told === undefined) return changedDeadlines(word, before ?? {}, prints)
  if (before === undefined) return {}
  return Object.fromEntries(
    contentParts
      .filter((part) => before[part] !== prints[part])
      .map((part) => [part, wholly(order[part], told[part])]),
  )
}

/** Where a channel tells no content, the order was placed without knowing its deadlines: the first word of them counts. */
const changedDeadlines = (
  { deadlines = {} }: ChannelUpdate,
  before: Readonly<Record<string, string>>,
  prints: Readonly<Record<string, string>>,
): Correction =>
  Object.fromEntries(Object.entries(deadlines).filter(([part]) => before[part] !== prints[part]))

/** A part as a patch that leaves nothing of what was there: fields that the channel no longer says are taken away. */
function wholly(before: unknown, told: unknown): unknown {
  if (told === undefined) return null
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return told
  const gone = Object.keys({ ...(before as object | undefined) }).map((name) => [name, null])
  return { ...Object.fromEntries(gone), ...told }
}

function paidBy(order: Order, { payment, inAll }: ReportedPayment, now: string): OrderDecision {
  const { approvedAmount, method, reference, approvedAt } = payment
  const isKnown = reference !== undefined && isNoted(order, reference)
  const before = order.payment.status === 'approved' ? order.payment.approvedAmount : 0
  const amount = inAll ? approvedAmount - before : isKnown ? 0 : approvedAmount
  if (isPaid(order) || amount <= 0) return noChange(order)
  return recordPayment(order, { amount, method, paidAt: approvedAt, ...(isKnown ? {} : { reference }) }, now)
}

const isNoted = ({ payment }: Order, reference: string): boolean =>
  payment.reference === reference || payment.earlierReferences?.includes(reference) === true

/** Holds an order once for what the channel says; a hold that somebody released is not placed again. */
function heldBy(order: Order, code: string, reason: string | undefined, now: string): OrderDecision {
  const isKnown = order.holds.some((hold) => hold.code === code)
  if (reason === undefined || isKnown || !isOpen(order)) return noChange(order)
  return placeHold(order, { code, reason, placedBy: order.channel }, now)
}

/** Moves an order as far as it is at the channel: it has left there, whatever was thought here, unless it is held. */
function movedBy(order: Order, { step, shipment, revision }: ChannelUpdate, now: string): OrderDecision {
  if (step === undefined || isThere(order, step)) return noChange(order)
  if (isOpen(order) && openHolds(order).length > 0) return conflict(order, step, revision, now)
  if (order.status === 'cancelled') return conflict(order, step, revision, now)
  return inOneVersion(order, [
    (so) => (isOpen(so) ? dispatchedByChannel(so, shipment, now) : noChange(so)),
    (so) => (step !== 'shipped' && so.status === 'dispatched' ? deliverIf(so, step, now) : noChange(so)),
    (so) =>
      step === 'returned' && so.status !== 'returned'
        ? returnOrder(so, 'returned at the channel', now)
        : noChange(so),
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

/** What the channel says cannot be here: told once, for somebody to look at. */
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
