import * as z from 'zod/mini'
import { cents, instant, slug, text, version } from '../fields.ts'

/**
 * Facts that checks need and an order does not carry. They arrive as events or are given through the API, never by
 * reading another slice's items; a check that lacks one says so instead of passing.
 */
const document = text(24)
const sku = text(64)
const quantity = z.int().check(z.gte(0), z.lte(1_000_000))
const grams = z.int().check(z.gte(0), z.lte(10_000_000))
const localTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'))
const millimetres = z.int().check(z.gte(0), z.lte(100_000))

/** Facts of one order, by name. */
export const OrderFacts = z.strictObject({
  /** The recipient's standing with the state tax office. */
  recipientTax: z.optional(
    z.strictObject({
      taxpayer: z.boolean(),
      /** As the state gave it, or `ISENTO` for a taxpayer that needs none. */
      stateRegistration: z.optional(text(20)),
      finalConsumer: z.optional(z.boolean()),
    }),
  ),
  /** Who pays and what was authorised: cents, and until when. */
  authorisation: z.optional(
    z.strictObject({ payerDocument: z.optional(document), total: cents, endsAt: z.optional(instant) }),
  ),
  /** What the channel takes: cents expected by its own table, and cents reported by it. */
  channelFees: z.optional(
    z.strictObject({
      commission: cents,
      fixed: cents,
      freight: cents,
      reported: cents,
      payout: z.optional(cents),
    }),
  ),
  /** How each listing of the order maps to the catalogue. */
  listings: z.optional(
    z.array(
      z.strictObject({
        sku,
        mapping: z.enum(['mapped', 'unmapped', 'inactive', 'ambiguous']),
        kit: z._default(z.boolean(), false),
        expanded: z._default(z.boolean(), false),
      }),
    ),
  ),
  reservation: z.optional(
    z.strictObject({
      status: z.enum(['held', 'missing']),
      expiresAt: z.optional(instant),
      location: z.optional(slug),
      expectedLocation: z.optional(slug),
      lots: z._default(
        z.array(z.strictObject({ lot: text(40), state: z.enum(['good', 'quarantined', 'expired']) })),
        [],
      ),
    }),
  ),
  /** The packed parcel on the scale, and what of it is packaging. */
  scale: z.optional(z.strictObject({ measuredGrams: grams, packagingGrams: grams })),
  freightQuote: z.optional(
    z.strictObject({
      service: text(60),
      servesCep: z.boolean(),
      price: cents,
      restrictedGoods: z._default(z.array(sku), []),
    }),
  ),
  /** How each SKU will stand in the invoice. */
  fiscalItems: z.optional(
    z.array(
      z.strictObject({
        sku,
        ncm: text(10),
        cest: z.optional(text(10)),
        taxSubstitution: z._default(z.boolean(), false),
        gtin: z.optional(text(14)),
        cfop: text(5),
        csosn: z.optional(text(4)),
        icmsRate: z.optional(z.number().check(z.gte(0), z.lte(100))),
        imported: z._default(z.boolean(), false),
      }),
    ),
  ),
  invoice: z.optional(
    z.strictObject({
      status: z.enum(['authorised', 'pending', 'rejected', 'cancelled']),
      key: text(44),
      recipientDocument: document,
      total: cents,
      contentVersion: version,
      /** Another order that the same number or key already stands for. */
      alsoOf: z.optional(text(64)),
    }),
  ),
  /** The intermediary as the invoice names it. */
  intermediary: z.optional(
    z.strictObject({ document: z.optional(document), sellerId: z.optional(text(60)) }),
  ),
  /** The channel's own order, read again just before the label. */
  channelOrder: z.optional(
    z.strictObject({ status: z.enum(['open', 'cancelled', 'changed']), total: cents, readAt: instant }),
  ),
  packScan: z.optional(
    z.strictObject({
      items: z.array(z.strictObject({ sku, quantity })),
      labelOrder: text(100),
      invoiceOrder: text(100),
      trackingOrder: z.optional(text(100)),
    }),
  ),
  /** Complaints on this order that nobody has settled yet. */
  openComplaints: z.optional(quantity),
  /** How the buyer stands: from this store's own records. */
  buyer: z.optional(z.strictObject({ firstPurchase: z.boolean(), deviceOrdersInDay: z.optional(quantity) })),
  carrier: z.optional(text(60)),
})
export type OrderFacts = z.infer<typeof OrderFacts>

/** What a store knows of one SKU. */
export const SkuFacts = z.strictObject({
  price: z.optional(cents),
  cost: z.optional(cents),
  /** Least share of the price that must stay after cost, in hundredths of a percent. */
  leastMargin: z.optional(z.int().check(z.gte(-10_000), z.lte(10_000))),
  available: z.optional(quantity),
  weightGrams: z.optional(grams),
  dimensionsMm: z.optional(z.strictObject({ length: millimetres, width: millimetres, height: millimetres })),
})
export type SkuFacts = z.infer<typeof SkuFacts>

/** What holds for a whole store. */
export const StoreFacts = z.strictObject({
  /** Who issues the invoices. */
  issuer: z.optional(z.strictObject({ document, uf: text(2) })),
  carriers: z.optional(
    z.array(
      z.strictObject({
        name: text(60),
        maxWeightGrams: grams,
        maxSideMm: millimetres,
        maxSumMm: millimetres,
        cubicDivisor: z._default(z.int().check(z.gte(1), z.lte(1_000_000)), 6000),
      }),
    ),
  ),
  /** Channels on which an intermediary stands between seller and buyer, and its CNPJ. */
  marketplaces: z.optional(z.array(z.strictObject({ channel: slug, document }))),
  /** Documents, e-mail addresses and telephones with which the store does no business. */
  denied: z.optional(z.array(text(254))),
  /** The order value that 95 % of the store's orders stay below, in cents. */
  valueP95: z.optional(cents),
  /** Working minutes that 90 % of orders need from passed to dispatched. */
  handlingP90Minutes: z.optional(z.int().check(z.gte(0), z.lte(100_000))),
  /** Orders released after this local time leave the next business day, `HH:MM`. */
  cutOff: z.optional(localTime),
  /** Local times between which the warehouse works on business days; 08:00 to 18:00 unless given. */
  workday: z.optional(
    z
      .strictObject({ opens: localTime, closes: localTime })
      .check(z.refine(({ opens, closes }) => opens < closes, 'a workday that closes after it opens')),
  ),
  /** State of the warehouse, for its holidays. */
  warehouseUf: z.optional(text(2)),
})
export type StoreFacts = z.infer<typeof StoreFacts>

/** An order of the same person, as far as a check compares it. */
export interface RecentOrder {
  readonly id: string
  readonly externalId: string
  readonly document: string | undefined
  readonly phone: string | undefined
  readonly cep: string | undefined
  readonly number: string | undefined
  readonly skus: Readonly<Record<string, number>>
  readonly total: number
  readonly placedAt: string
}

/** A defect that was confirmed and not lifted. */
export interface OpenDefect {
  readonly id: string
  readonly subject: 'sku' | 'lot' | 'supplier'
  readonly value: string
}

/** All that can be known beside the order: what is not known is absent. */
export interface Facts extends OrderFacts, StoreFacts {
  /** By SKU, of the order's SKUs that the store knows something of. */
  readonly skus?: Readonly<Record<string, SkuFacts>>
  /** Orders of the same person in the last 24 hours, this one left out; empty when there are none. */
  readonly recentOrders?: readonly RecentOrder[]
  readonly openDefects?: readonly OpenDefect[]
}
export type FactName = keyof Facts
