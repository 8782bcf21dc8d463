import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { Tally } from '../orders/order-scan-events.ts'
import { checkModes } from './quality-events.ts'

const count = z.int().check(z.gte(0))

/** What became of an order that the back-test found, or did not find. */
export const outcomes = ['right', 'wrong', 'undecided'] as const

/** What a check with proposed settings would have come to on past orders. */
export const BackTestResult = z.object({
  /** Orders looked at, and those of which a fact is missing that the check needs. */
  orders: count,
  notEvaluated: count,
  missing: z.array(text(60)),
  /** Orders in which it would have found something. */
  found: Tally,
  /** Of those, what the proposed mode would have kept from leaving. */
  wouldHold: Tally,
  /** Of what was found: an issue of the check was confirmed, or the order was cancelled or came back. */
  right: Tally,
  /** Of what was found: the issue was waived or no fault, or the customer has the order and kept it. */
  wrong: Tally,
  /** Of what was found: the order is still under way. */
  undecided: Tally,
  /** Not found, although an issue of the check was confirmed or the order came back. */
  missed: Tally,
  /** Some of the orders that were found, for a look by eye. */
  samples: z.array(
    z.object({ orderId: z.string(), externalId: text(100), cents: count, became: z.enum(outcomes) }),
  ),
})
export type BackTestResult = z.infer<typeof BackTestResult>

/** A check with proposed settings, run over the orders that were placed in a range of time. */
export const BackTestSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  check: text(60),
  checkVersion: version,
  settings: z.object({ mode: z.enum(checkModes), thresholds: z.record(z.string(), z.unknown()) }),
  /** Orders placed from then on, and before. */
  from: instant,
  to: instant,
  status: z.enum(['running', 'finished']),
  /** Pages of orders judged: all up to one, and those beyond it; how many there are is known at the end. */
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
  summary: 'Somebody asks what a check with other settings would have done; the past orders are to be told.',
  data: z.object({ check: text(60), from: instant, to: instant }),
  snapshot: BackTestSnapshot,
})

export const backTestFinished = defineEvent({
  type: 'quality.back-test-finished',
  slice: 'quality',
  aggregate: 'back-test',
  summary: 'It is known what the check would have done, and what of that was right.',
  data: z.object({ check: text(60) }),
  snapshot: BackTestSnapshot,
})
