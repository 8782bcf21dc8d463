import * as z from 'zod/mini'
import { cents, currency, instant, looseText, slug, text, version } from '../fields.ts'

/** Brazilian address. Parts may be missing or wrong: the order is accepted, and the checks find it. */
export const Address = z.strictObject({
  recipient: z.optional(looseText(100)),
  street: z.optional(looseText(120)),
  /** House number, or `S/N` for none. */
  number: z.optional(looseText(20)),
  complement: z.optional(looseText(80)),
  district: z.optional(looseText(80)),
  city: z.optional(looseText(80)),
  /** State, two letters. */
  uf: z.optional(looseText(40)),
  /** Postal code, eight digits, with or without the hyphen. */
  cep: z.optional(looseText(20)),
  /** Municipality code of IBGE, seven digits. */
  ibgeCode: z.optional(looseText(10)),
  phone: z.optional(looseText(30)),
})
export type Address = z.infer<typeof Address>

export const Customer = z.strictObject({
  name: text(120),
  email: z.optional(looseText(254)),
  phone: z.optional(looseText(30)),
  /** CPF or CNPJ, with or without punctuation. */
  document: z.optional(looseText(24)),
})
export type Customer = z.infer<typeof Customer>

export const Line = z.strictObject({
  sku: text(64),
  title: text(200),
  quantity: z.int().check(z.gte(1), z.lte(100_000)),
  unitPrice: cents,
  /** Discount on the whole line. */
  discount: z._default(cents, 0),
  /** Mercosur product code, eight digits. */
  ncm: z.optional(looseText(10)),
  weightGrams: z.optional(z.int().check(z.gte(0), z.lte(10_000_000))),
  dimensionsMm: z.optional(
    z.strictObject({
      length: z.int().check(z.gte(0), z.lte(100_000)),
      width: z.int().check(z.gte(0), z.lte(100_000)),
      height: z.int().check(z.gte(0), z.lte(100_000)),
    }),
  ),
  /** The batch that it comes from, if known. */
  lot: z.optional(text(40)),
  /** The supplier, by the store's own name. */
  supplier: z.optional(text(60)),
})
export type Line = z.infer<typeof Line>

/** Lines less their discounts, less `discount`, plus `freight` and `fees`, should be `total`; a check fails otherwise. */
export const Totals = z.strictObject({
  discount: z._default(cents, 0),
  freight: z._default(cents, 0),
  fees: z._default(cents, 0),
  total: cents,
})
export type Totals = z.infer<typeof Totals>

export const Payment = z.strictObject({
  status: z.enum(['pending', 'approved']),
  method: z.optional(text(40)),
  approvedAmount: z._default(cents, 0),
  refundedAmount: z._default(cents, 0),
  approvedAt: z.optional(instant),
  /** The payment's id at the payment provider. */
  reference: z.optional(text(120)),
  /** Ids of the payments that were approved before it: parts of the total. */
  earlierReferences: z.optional(z.array(text(120))),
  payerDocument: z.optional(looseText(24)),
})
export type Payment = z.infer<typeof Payment>

export const Hold = z.object({
  code: text(60),
  reason: text(300),
  placedAt: instant,
  placedBy: text(120),
  /** The quality issue behind the hold, and the version of its last update: an older update changes nothing. */
  issueId: z.optional(z.string()),
  issueVersion: z.optional(version),
  /** The confirmed defect behind the hold: it places one hold once, and releases only its own. */
  defectId: z.optional(z.string()),
  released: z.optional(
    z.object({
      at: instant,
      by: text(120),
      reason: text(300),
      /** When a waiver expires: from then on the hold blocks again. */
      until: z.optional(instant),
    }),
  ),
})
export type Hold = z.infer<typeof Hold>

/** Quality's pass for one content of the order. */
const QualityPass = z.object({ contentVersion: version, contentHash: text(64), at: instant })

/** A value before and after; left out if there was or is none. */
const ChangedValue = z.object({
  /** Such as `shippingAddress.cep`; `lines` for all lines. */
  path: text(80),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
})

/** An automatic correction: by which check, and whether it was undone. */
export const OrderCorrection = z.object({
  id: z.string(),
  check: text(60),
  at: instant,
  changes: z.array(ChangedValue).check(z.minLength(1)),
  undone: z.optional(z.object({ at: instant, by: text(120) })),
})
export type OrderCorrection = z.infer<typeof OrderCorrection>

/** The channel's last update of the order, if the channel reports it. */
const ChannelSeen = z.object({
  /** The channel's revision: an older one changes nothing. */
  revision: version,
  /** A fingerprint of each part: only parts that the channel changes are changed here, so corrections stay. */
  prints: z.record(text(40), text(32)),
  /** An impossible update, such as `cancelled` for a dispatched order. */
  conflict: z.optional(text(40)),
})
export type ChannelSeen = z.infer<typeof ChannelSeen>

export const orderStatuses = ['placed', 'packed', 'dispatched', 'delivered', 'returned', 'cancelled'] as const

const common = {
  id: z.string(),
  store: slug,
  version,
  /** The version that last changed the checked content; a pass is bound to it. */
  contentVersion: version,
  channel: slug,
  externalId: text(100),
  customer: Customer,
  shippingAddress: Address,
  /** Left out when it is the shipping address. */
  billingAddress: z.optional(Address),
  lines: z.array(Line).check(z.minLength(1), z.maxLength(200)),
  currency,
  totals: Totals,
  payment: Payment,
  holds: z.array(Hold),
  pass: z.optional(QualityPass),
  corrections: z.optional(z.array(OrderCorrection)),
  channelSeen: z.optional(ChannelSeen),
  placedAt: instant,
  updatedAt: instant,
  dispatchBy: z.optional(instant),
  deliverBy: z.optional(instant),
  /** When the personal data of the order was erased. */
  erasedAt: z.optional(instant),
}

const Packed = { packedAt: instant }
const Dispatched = {
  ...Packed,
  dispatchedAt: instant,
  carrier: z.optional(text(60)),
  trackingCode: z.optional(text(60)),
}
const Delivered = { ...Dispatched, deliveredAt: instant }

/** The canonical order: a union by status; holds, payment and pass are independent of it. */
export const OrderSnapshot = z.discriminatedUnion('status', [
  z.object({ status: z.literal('placed'), ...common }),
  z.object({ status: z.literal('packed'), ...common, ...Packed }),
  z.object({ status: z.literal('dispatched'), ...common, ...Dispatched }),
  z.object({ status: z.literal('delivered'), ...common, ...Delivered }),
  z.object({
    status: z.literal('returned'),
    ...common,
    ...Dispatched,
    deliveredAt: z.optional(instant),
    returnedAt: instant,
    reason: text(300),
  }),
  z.object({
    status: z.literal('cancelled'),
    ...common,
    packedAt: z.optional(instant),
    cancelledAt: instant,
    reason: text(300),
  }),
])
export type OrderSnapshot = z.infer<typeof OrderSnapshot>
