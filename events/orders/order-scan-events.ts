import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { defectSubject } from '../quality/defect-events.ts'
import { OrderSnapshot } from './order-schema.ts'

const count = z.int().check(z.gte(0))

/** A number of orders, and the sum of their totals in cents. */
export const Tally = z.object({ orders: count, cents: count })
export type Tally = z.infer<typeof Tally>

const common = {
  id: z.string(),
  store: slug,
  version,
  status: z.enum(['running', 'finished']),
  /** Pages done so far. */
  page: count,
  /** Sort key at which the last page ended; absent at the beginning. */
  after: z.optional(z.string()),
  startedAt: instant,
  updatedAt: instant,
}

const scope = {
  /** All open orders, or only held ones. */
  among: z.enum(['open', 'held']),
  /** Only orders with one of these SKUs; absent for every order. */
  skus: z.optional(z.array(text(64))),
}

/** A batch job over a store's orders, page by page, and its progress. */
export const OrderScanSnapshot = z.discriminatedUnion('purpose', [
  z.object({
    /** Holds the open orders that a defect affects; reversed, it releases the orders that it held. */
    purpose: z.enum(['hold', 'release']),
    ...common,
    defectId: z.string(),
    ...defectSubject,
    /** Every scan runs twice: the index changes meanwhile, and the second pass finds what the first may have missed. */
    look: z.int().check(z.gte(1), z.lte(2)),
    /** Orders read in the first pass. */
    seen: count,
    held: Tally,
    released: Tally,
  }),
  z.object({
    /** Reports the orders placed in a range of time, for a back-test. */
    purpose: z.literal('report'),
    ...common,
    backTestId: z.string(),
    from: instant,
    to: instant,
    reported: count,
  }),
  z.object({
    /** Names the open orders that a new fact affects, so that they are checked again. */
    purpose: z.literal('recheck'),
    ...common,
    ...scope,
    /** Facts that arrived meanwhile: another scan follows for them. */
    waiting: z.optional(z.object(scope)),
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
) =>
  defineEvent({ type, slice: 'orders', aggregate: 'order-scan', summary, data, snapshot: OrderScanSnapshot })

export const scanStarted = scanEvent(
  'order.scan-started',
  'A scan of the orders started, was reversed to release what it held, or got a wider scope.',
  z.object({}),
)

export const scanAdvanced = scanEvent(
  'order.scan-advanced',
  'A page of orders was held, released, or named for another check; the next page follows.',
  z.object({
    page: count,
    /**
     * Orders held now; for a lifted defect, orders released now or possibly held by a check for it; for a recheck,
     * orders that a new fact affects.
     */
    orderIds: z.array(z.string()),
  }),
)

/** An order's current state and, if its content changed since, its first one. */
export const ReportedOrder = z.object({ order: OrderSnapshot, asPlaced: z.optional(OrderSnapshot) })
export type ReportedOrder = z.infer<typeof ReportedOrder>

export const scanReported = scanEvent(
  'order.scan-reported',
  'A page of past orders was reported for a back-test; the next page follows.',
  z.object({ page: count, backTestId: z.string(), orders: z.array(ReportedOrder) }),
)

export const scanFinished = scanEvent(
  'order.scan-finished',
  'A scan of the orders finished.',
  z.object({
    purpose: z.enum(['hold', 'release', 'report', 'recheck']),
    pages: count,
    orders: count,
    cents: z.optional(count),
  }),
)
