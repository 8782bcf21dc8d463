import * as z from 'zod/mini'
import { cents, instant, slug, text, version } from '../fields.ts'

/**
 * Facts that checks need and an order does not carry. They arrive as events or through the API, never by reading
 * another slice's items. A check that needs a missing fact is not evaluated.
 */
const document = text(24)
const sku = text(64)
const quantity = z.int().check(z.gte(0), z.lte(1_000_000))
const grams = z.int().check(z.gte(0), z.lte(10_000_000))
const localTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'))
const millimetres = z.int().check(z.gte(0), z.lte(100_000))

/** Facts of one order, by name. */
export const OrderFacts = z.strictObject({
  /** The recipient's registration with the state tax office. */
  recipientTax: z.optional(
    z.strictObject({
      taxpayer: z.boolean(),
      /** As issued by the state, or `ISENTO` for an exempt taxpayer. */
      stateRegistration: z.optional(text(20)),
      finalConsumer: z.optional(z.boolean()),
    }),
  ),
  /** The payer and the authorisation: amount in cents, and its end. */
  authorisation: z.optional(
    z.strictObject({ payerDocument: z.optional(document), total: cents, endsAt: z.optional(instant) }),
  ),
  /** The channel's fees in cents: expected by its own table, and reported by it. */
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
  /** The weight of the packed parcel, and of its packaging alone. */
  scale: z.optional(z.strictObject({ measuredGrams: grams, packagingGrams: grams })),
  freightQuote: z.optional(
    z.strictObject({
      service: text(60),
      servesCep: z.boolean(),
      price: cents,
      restrictedGoods: z._default(z.array(sku), []),
    }),
  ),
  /** The fiscal data of each SKU in the invoice. */
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
      /** Another order with the same number or key. */
      alsoOf: z.optional(text(64)),
    }),
  ),
  /** The intermediary named in the invoice. */
  intermediary: z.optional(
    z.strictObject({ document: z.optional(document), sellerId: z.optional(text(60)) }),
  ),
  /** The channel's own order, read again just before the label is printed. */
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
  /** Unanswered complaints about this order. */
  openComplaints: z.optional(quantity),
  /** The buyer's history, from this store's own records. */
  buyer: z.optional(z.strictObject({ firstPurchase: z.boolean(), deviceOrdersInDay: z.optional(quantity) })),
  carrier: z.optional(text(60)),
})
export type OrderFacts = z.infer<typeof OrderFacts>

/** Facts of one SKU. */
export const SkuFacts = z.strictObject({
  price: z.optional(cents),
  cost: z.optional(cents),
  /** Minimum share of the price that must remain after cost, in hundredths of a percent. */
  leastMargin: z.optional(z.int().check(z.gte(-10_000), z.lte(10_000))),
  available: z.optional(quantity),
  weightGrams: z.optional(grams),
  dimensionsMm: z.optional(z.strictObject({ length: millimetres, width: millimetres, height: millimetres })),
})
export type SkuFacts = z.infer<typeof SkuFacts>

/** Facts of a whole store. */
export const StoreFacts = z.strictObject({
  /** The issuer of the invoices. */
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
  /** Channels that act as intermediary between seller and buyer, with their CNPJ. */
  marketplaces: z.optional(z.array(z.strictObject({ channel: slug, document }))),
  /** Documents, e-mail addresses and telephones on the store's deny list. */
  denied: z.optional(z.array(text(254))),
  /** The 95th percentile of the store's order totals, in cents. */
  valueP95: z.optional(cents),
  /** The 90th percentile of working minutes from passed to dispatched. */
  handlingP90Minutes: z.optional(z.int().check(z.gte(0), z.lte(100_000))),
  /** Orders released after this local time are dispatched the next business day, `HH:MM`. */
  cutOff: z.optional(localTime),
  /** Local opening hours of the warehouse on business days; 08:00 to 18:00 by default. */
  workday: z.optional(
    z
      .strictObject({ opens: localTime, closes: localTime })
      .check(z.refine(({ opens, closes }) => opens < closes, 'a workday that closes after it opens')),
  ),
  /** State of the warehouse, for its holidays. */
  warehouseUf: z.optional(text(2)),
})
export type StoreFacts = z.infer<typeof StoreFacts>

/** An order of the same person, reduced to what checks compare. */
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

/** All facts of an order's evaluation; a fact that is not recorded is absent. */
export interface Facts extends OrderFacts, StoreFacts {
  /** By SKU, of the order's SKUs that have facts. */
  readonly skus?: Readonly<Record<string, SkuFacts>>
  /** Orders of the same person in the last 24 hours, without this one; empty when there are none. */
  readonly recentOrders?: readonly RecentOrder[]
  readonly openDefects?: readonly OpenDefect[]
}
export type FactName = keyof Facts
