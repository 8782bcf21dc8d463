import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { defectSubject } from '../quality/defect-events.ts'
import { OrderSnapshot } from './order-schema.ts'

const count = z.int().check(z.gte(0))

/** How many orders, and how much money their totals come to, in cents. */
export const Tally = z.object({ orders: count, cents: count })
export type Tally = z.infer<typeof Tally>

const common = {
  id: z.string(),
  store: slug,
  version,
  status: z.enum(['running', 'finished']),
  /** Pages done so far. */
  page: count,
  /** Where the last page ended in the index; absent at the beginning. */
  after: z.optional(z.string()),
  startedAt: instant,
  updatedAt: instant,
}

const concerned = {
  /** All open orders, or only those that are held. */
  among: z.enum(['open', 'held']),
  /** Those with one of these SKUs; absent where every order is concerned. */
  skus: z.optional(z.array(text(64))),
}

/** A walk through a store's orders, page by page, and how far it has come. */
export const OrderScanSnapshot = z.discriminatedUnion('purpose', [
  z.object({
    /** Holds the open orders that a defect concerns; turned, it releases those that it held. */
    purpose: z.enum(['hold', 'release']),
    ...common,
    defectId: z.string(),
    ...defectSubject,
    /** The walk is made twice: the index moves meanwhile, and the second look finds what the first may have missed. */
    look: z.int().check(z.gte(1), z.lte(2)),
    /** Orders looked at in the first look. */
    seen: count,
    held: Tally,
    released: Tally,
  }),
  z.object({
    /** Tells the orders that were placed in a range of time, for a back-test. */
    purpose: z.literal('tell'),
    ...common,
    backTestId: z.string(),
    from: instant,
    to: instant,
    told: count,
  }),
  z.object({
    /** Names the open orders that something which became known concerns, so that they are checked again. */
    purpose: z.literal('recheck'),
    ...common,
    ...concerned,
    /** What became known meanwhile: a walk for it follows this one. */
    waiting: z.optional(z.object(concerned)),
    found: count,
  }),
])
export type OrderScanSnapshot = z.infer<typeof OrderScanSnapshot>

const scanEvent = <
  const Type extends `order.${string}`,
  Data extends z.core.$ZodType<Record<string, unknown>>,
>(
  type: Type,
  summary: string,
  data: Data,
) => defineEvent({ type, slice: 'orders', aggregate: 'sweep', summary, data, snapshot: OrderScanSnapshot })

export const scanStarted = scanEvent(
  'order.scan-started',
  'A walk through the orders begins, begins anew to release what it held, or has more to look for.',
  z.object({}),
)

export const scanAdvanced = scanEvent(
  'order.scan-advanced',
  'A page of orders was held, or released, or is to be checked again; the next page follows.',
  z.object({
    page: count,
    /**
     * Orders held now; or, when the defect was lifted, those released now and those that a check may hold for it; or
     * those that something which became known concerns.
     */
    orderIds: z.array(z.string()),
  }),
)

/** An order as it is by now and, where its content has changed since, as it came in. */
export const ReportedOrder = z.object({ order: OrderSnapshot, asPlaced: z.optional(OrderSnapshot) })
export type ReportedOrder = z.infer<typeof ReportedOrder>

export const scanReported = scanEvent(
  'order.scan-reported',
  'A page of past orders is told to whoever asked for them; the next page follows.',
  z.object({ page: count, backTestId: z.string(), orders: z.array(ReportedOrder) }),
)

export const scanFinished = scanEvent(
  'order.scan-finished',
  'A walk through the orders has come to its end.',
  z.object({
    purpose: z.enum(['hold', 'release', 'tell', 'recheck']),
    pages: count,
    orders: count,
    cents: z.optional(count),
  }),
)
