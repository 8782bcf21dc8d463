import * as z from 'zod/mini'
import { cents, currency, instant, looseText, text } from '../fields.ts'
import { Address, Customer, Line, Totals } from '../orders/order-schema.ts'
import { OrderFacts } from '../quality/facts.ts'

/** The platforms, as URLs, connections and (by default) channels name them. */
export const platforms = [
  'mercado-livre',
  'shopify',
  'woocommerce',
  'nuvemshop',
  'vtex',
  'shopee',
  'amazon',
  'mercado-pago',
] as const
export type Platform = (typeof platforms)[number]

/** The status of an order at its platform. `cancelling`: requested, not decided yet. */
export const channelStatuses = [
  'received',
  'paid',
  'shipped',
  'delivered',
  'cancelling',
  'cancelled',
  'returned',
] as const

/** An id of the platform: always text, since many exceed 2^53. */
const externalId = text(100)

/** A line of the canonical order, with the platform's ids. */
export const ChannelLine = z.strictObject({
  ...Line.shape,
  /** The platform's id of this line, of its listing and of the listing's variation. */
  lineId: z.optional(externalId),
  listingId: z.optional(externalId),
  variationId: z.optional(externalId),
})
export type ChannelLine = z.infer<typeof ChannelLine>

/** An order's payments, in cents of its currency. */
export const ChannelPayment = z.strictObject({
  status: z.enum(['pending', 'approved', 'refused', 'refunded']),
  approvedAmount: cents,
  refundedAmount: cents,
  method: z.optional(text(40)),
  /** The payment's id at the platform or the provider. */
  reference: z.optional(text(120)),
  payerDocument: z.optional(looseText(24)),
  approvedAt: z.optional(instant),
})
export type ChannelPayment = z.infer<typeof ChannelPayment>

export const ChannelCancellation = z.strictObject({
  /** `requested`: a cancellation was requested; `done`: the platform has cancelled the order. */
  state: z.enum(['requested', 'done']),
  /** The platform's own code or text. */
  reason: z.optional(looseText(300)),
  /** Who requested it, in the platform's term: `buyer`, `seller`, `marketplace` ... */
  requestedBy: z.optional(text(60)),
  at: z.optional(instant),
})
export type ChannelCancellation = z.infer<typeof ChannelCancellation>

export const ChannelShipment = z.strictObject({
  externalId: z.optional(externalId),
  /** `ready`: may be handed over; `shipped`: on its way. */
  status: z.enum(['pending', 'ready', 'shipped', 'delivered', 'not-delivered', 'returned', 'cancelled']),
  carrier: z.optional(text(60)),
  trackingCode: z.optional(text(60)),
  /** The platform's own status, such as `buffered`. */
  substatus: z.optional(text(60)),
  shippedAt: z.optional(instant),
  deliveredAt: z.optional(instant),
})
export type ChannelShipment = z.infer<typeof ChannelShipment>

export const ChannelRefund = z.strictObject({
  externalId,
  amount: cents,
  at: instant,
  reason: z.optional(looseText(300)),
  /** True when goods were returned with it. */
  returnsGoods: z.boolean(),
})
export type ChannelRefund = z.infer<typeof ChannelRefund>

/** Deadlines of dispatch and delivery, sent separately from the order. */
export const ChannelDeadlines = z.strictObject({
  dispatchBy: z.optional(instant),
  deliverBy: z.optional(instant),
})
export type ChannelDeadlines = z.infer<typeof ChannelDeadlines>

/**
 * An order in canonical form. Money is integer cents; `totals.total` is the platform's own total, to the cent.
 * What the platform does not send is left out, never guessed.
 */
export const CanonicalOrder = z.strictObject({
  externalId,
  /** The cart or pack that several orders of one purchase share. */
  packId: z.optional(externalId),
  status: z.enum(channelStatuses),
  /** The platform's own status, as it came. */
  platformStatus: text(100),
  /** When the platform last changed the order: an older or equal version changes nothing. */
  updatedAt: instant,
  placedAt: instant,
  customer: Customer,
  shippingAddress: Address,
  billingAddress: z.optional(Address),
  lines: z.array(ChannelLine).check(z.minLength(1), z.maxLength(200)),
  currency,
  totals: Totals,
  payment: ChannelPayment,
  cancellation: z.optional(ChannelCancellation),
  shipments: z.optional(z.array(ChannelShipment)),
  refunds: z.optional(z.array(ChannelRefund)),
  /** The platform's deadlines of dispatch and delivery. */
  dispatchBy: z.optional(instant),
  deliverBy: z.optional(instant),
  /** Why the platform forbids dispatch, such as `fraud_risk_detected`. */
  doNotShip: z.optional(text(100)),
  /**
   * Facts for the checks that only the platform knows: fees, intermediary, the recipient's tax registration ...
   */
  facts: z.optional(OrderFacts),
})
export type CanonicalOrder = z.infer<typeof CanonicalOrder>

/** A claim, a dispute or a return, in canonical form. */
export const CanonicalClaim = z.strictObject({
  externalId,
  kind: z.enum(['claim', 'return']),
  /** The platform's id of the order. */
  orderExternalId: z.optional(externalId),
  status: z.enum(['open', 'closed']),
  reason: z.enum(['not-received', 'different-or-defective', 'regret', 'cancellation', 'other']),
  /** The platform's own terms for type, stage and reason. */
  type: z.optional(text(60)),
  stage: z.optional(text(60)),
  reasonCode: z.optional(text(60)),
  description: z.optional(looseText(1000)),
  openedAt: instant,
  updatedAt: instant,
  /** The seller's deadline. */
  dueAt: z.optional(instant),
  /** The outcome, in the platform's terms. */
  resolution: z.optional(text(100)),
  /** The state of the money, and the amount at stake. */
  money: z.optional(z.enum(['retained', 'refunded', 'available'])),
  amount: z.optional(cents),
})
export type CanonicalClaim = z.infer<typeof CanonicalClaim>

/** A question about a listing, in canonical form. Personal data: never logged. */
export const CanonicalQuestion = z.strictObject({
  externalId,
  status: z.enum(['unanswered', 'answered', 'closed', 'under-review', 'banned', 'deleted']),
  /** Empty when the platform removed it. */
  text: looseText(4000),
  listingId: z.optional(externalId),
  orderExternalId: z.optional(externalId),
  /** The pack whose buyer writes: all messages about its orders are one conversation at the platform. */
  packId: z.optional(externalId),
  /** The platform's id of the person who asks. */
  askedBy: z.optional(externalId),
  askedAt: instant,
  updatedAt: instant,
  answer: z.optional(z.strictObject({ text: looseText(4000), at: z.optional(instant) })),
})
export type CanonicalQuestion = z.infer<typeof CanonicalQuestion>

/** A part of a payload that is not mapped: its path, and its value unless it identifies a person. */
export const Unknown = z.strictObject({ path: text(120), value: z.optional(looseText(120)) })
export type Unknown = z.infer<typeof Unknown>
