import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { Tally } from '../orders/order-scan-events.ts'
import { checkModes } from './quality-events.ts'

const count = z.int().check(z.gte(0))

/** Whether holding a past order would have been right. */
export const outcomes = ['right', 'wrong', 'undecided'] as const

/** What a check with proposed settings would have found in past orders. */
export const BackTestResult = z.object({
  /** Orders evaluated, and those that could not be evaluated because a needed fact is missing. */
  orders: count,
  notEvaluated: count,
  missing: z.array(text(60)),
  /** Orders that the check would have failed. */
  found: Tally,
  /** Of the failed orders, those that the proposed mode would have held. */
  wouldHold: Tally,
  /** Of the failed orders: an issue of the check was confirmed, or the order was cancelled or returned. */
  right: Tally,
  /** Of the failed orders: the issue was waived or no fault, or the order was delivered and not returned. */
  wrong: Tally,
  /** Of the failed orders: the order is still in progress. */
  undecided: Tally,
  /** Orders that did not fail although an issue of the check was confirmed or the order was returned. */
  missed: Tally,
  /** A sample of the failed orders, for review. */
  samples: z.array(
    z.object({ orderId: z.string(), externalId: text(100), cents: count, became: z.enum(outcomes) }),
  ),
})
export type BackTestResult = z.infer<typeof BackTestResult>

/** A check with proposed settings, run over the orders placed in a range of time. */
export const BackTestSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  check: text(60),
  checkVersion: version,
  settings: z.object({ mode: z.enum(checkModes), thresholds: z.record(z.string(), z.unknown()) }),
  /** Orders placed at or after `from` and before `to`. */
  from: instant,
  to: instant,
  status: z.enum(['running', 'finished']),
  /** Pages of orders evaluated: all up to `upTo`, and those in `beyond`. `total` is set once the scan is finished. */
  pages: z.object({ upTo: count, beyond: z.array(count), total: z.optional(count) }),
  result: BackTestResult,
  requestedAt: instant,
  requestedBy: text(120),
  finishedAt: z.optional(instant),
})
export type BackTestSnapshot = z.infer<typeof BackTestSnapshot>

export const backTestStarted = defineEvent({
  type: 'quality.back-test-started',
  slice: 'quality',
  aggregate: 'back-test',
  summary: 'A user requested a back-test of a check; the past orders are scanned.',
  data: z.object({ check: text(60), from: instant, to: instant }),
  snapshot: BackTestSnapshot,
})

export const backTestFinished = defineEvent({
  type: 'quality.back-test-finished',
  slice: 'quality',
  aggregate: 'back-test',
  summary: 'The back-test evaluated all past orders in its range.',
  data: z.object({ check: text(60) }),
  snapshot: BackTestSnapshot,
})
