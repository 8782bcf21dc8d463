import * as z from 'zod/mini'
import { cents, currency, instant, looseText, text } from '../fields.ts'
import { Address, Customer, Line, Totals } from '../orders/order-schema.ts'
import { OrderFacts } from '../quality/facts.ts'

/** Where orders come from, as the suite names it in URLs, connections and (unless a connection says so) channels. */
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

/** How far an order has come, as its platform sees it. `cancelling`: asked for, not yet decided. */
export const channelStatuses = [
  'received',
  'paid',
  'shipped',
  'delivered',
  'cancelling',
  'cancelled',
  'returned',
] as const

/** An id of the platform's: always text, since many are beyond 2^53. */
const externalId = text(100)

/** A line as the canonical order has it, with what the platform calls it. */
export const ChannelLine = z.strictObject({
  ...Line.shape,
  /** The platform's id of this line, of its listing and of the listing's variation. */
  lineId: z.optional(externalId),
  listingId: z.optional(externalId),
  variationId: z.optional(externalId),
})
export type ChannelLine = z.infer<typeof ChannelLine>

/** What is known of an order's payments, in cents of the order's currency. */
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
  /** `requested`: somebody asked for it; `done`: the platform has cancelled the order. */
  state: z.enum(['requested', 'done']),
  /** The platform's own code or words. */
  reason: z.optional(looseText(300)),
  /** Who wanted it, in the platform's word: `buyer`, `seller`, `marketplace` .... */
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
  /** The platform's own more exact word, such as `buffered`. */
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
  /** True when goods came back with it. */
  returnsGoods: z.boolean(),
})
export type ChannelRefund = z.infer<typeof ChannelRefund>

/** Latest moments of dispatch and of delivery, told apart from an order. */
export const ChannelDeadlines = z.strictObject({
  dispatchBy: z.optional(instant),
  deliverBy: z.optional(instant),
})
export type ChannelDeadlines = z.infer<typeof ChannelDeadlines>

/**
 * An order as its platform tells it, in canonical form. Money is integer cents; `totals.total` is the platform's own
 * total, to the cent. What the platform does not say is left out, never guessed.
 */
export const CanonicalOrder = z.strictObject({
  externalId,
  /** The cart or pack that several orders of one purchase share. */
  packId: z.optional(externalId),
  status: z.enum(channelStatuses),
  /** The platform's own status, as it came. */
  platformStatus: text(100),
  /** When the platform last changed the order: what is older or equal changes nothing. */
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
  /** Latest moment of dispatch and of delivery that the platform asks for. */
  dispatchBy: z.optional(instant),
  deliverBy: z.optional(instant),
  /** Why the platform says that it must not be shipped, such as `fraud_risk_detected`. */
  doNotShip: z.optional(text(100)),
  /** Facts for the checks that only the platform knows: fees, intermediary, the recipient's standing .... */
  facts: z.optional(OrderFacts),
})
export type CanonicalOrder = z.infer<typeof CanonicalOrder>

/** A claim, a dispute or a return, in canonical form. */
export const CanonicalClaim = z.strictObject({
  externalId,
  kind: z.enum(['claim', 'return']),
  /** The order that it is about, by the platform's id. */
  orderExternalId: z.optional(externalId),
  status: z.enum(['open', 'closed']),
  reason: z.enum(['not-received', 'different-or-defective', 'regret', 'cancellation', 'other']),
  /** The platform's own words for type, stage and reason. */
  type: z.optional(text(60)),
  stage: z.optional(text(60)),
  reasonCode: z.optional(text(60)),
  description: z.optional(looseText(1000)),
  openedAt: instant,
  updatedAt: instant,
  /** Until when the seller must act. */
  dueAt: z.optional(instant),
  /** How it ended, in the platform's words. */
  resolution: z.optional(text(100)),
  /** Where the money stands, and how much of it is at stake. */
  money: z.optional(z.enum(['retained', 'refunded', 'available'])),
  amount: z.optional(cents),
})
export type CanonicalClaim = z.infer<typeof CanonicalClaim>

/** A question of somebody who looks at a listing, in canonical form. Personal data: never logged. */
export const CanonicalQuestion = z.strictObject({
  externalId,
  status: z.enum(['unanswered', 'answered', 'closed', 'under-review', 'banned', 'deleted']),
  /** Empty when the platform took it down. */
  text: looseText(4000),
  listingId: z.optional(externalId),
  orderExternalId: z.optional(externalId),
  /** The pack whose buyer writes: all that they write about its orders is one conversation at the platform. */
  packId: z.optional(externalId),
  /** Who asks, by the platform's id. */
  askedBy: z.optional(externalId),
  askedAt: instant,
  updatedAt: instant,
  answer: z.optional(z.strictObject({ text: looseText(4000), at: z.optional(instant) })),
})
export type CanonicalQuestion = z.infer<typeof CanonicalQuestion>

/** Something the platform said that no mapping knows: where it stood, and its value when that names nobody. */
export const Unknown = z.strictObject({ path: text(120), value: z.optional(looseText(120)) })
export type Unknown = z.infer<typeof Unknown>
