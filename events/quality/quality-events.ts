import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { cents, instant, slug, text, version } from '../fields.ts'
import { OrderSnapshot } from '../orders/order-schema.ts'

/** What a check expected and received, as text for an analyst. May hold personal data: never logged. */
export const Evidence = z.object({ field: text(80), expected: text(300), received: text(300, 0) })
export type Evidence = z.infer<typeof Evidence>

export const departments = [
  'administrative',
  'hr',
  'finance',
  'legal',
  'it',
  'stock-logistics',
  'front-office',
] as const
export type Department = (typeof departments)[number]

/**
 * The effect of a failed check. `off`: the check does not run. `shadow`: the failure is only recorded. `warn`: an
 * issue that does not hold the order. `hold`: an issue that holds it, since the order would go wrong. `block`: the
 * same, since the order would be rejected.
 */
export const checkModes = ['off', 'shadow', 'warn', 'hold', 'block'] as const
export type Mode = (typeof checkModes)[number]

export const CheckResult = z.object({
  check: text(60),
  checkVersion: version,
  outcome: z.enum(['passed', 'failed', 'not-applicable', 'not-evaluated', 'waived']),
  evidence: z.array(Evidence),
  /** For a failed or waived check: its mode and department by the store's settings at that time. */
  mode: z.optional(z.enum(checkModes)),
  department: z.optional(z.enum(departments)),
  /** Missing facts, such as `reservation`: the check was not evaluated, or only in part. */
  missing: z.optional(z.array(text(200))),
})
export type CheckResult = z.infer<typeof CheckResult>

/**
 * One run of all checks on one version of an order; only the newest run is stored. `correcting`: no outcome for this
 * content, since a correction was proposed. `not-needed`: the order was cancelled before it was checked.
 */
export const RunSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** The newest version of the order (without its holds), so that its checks can run again when a fact is recorded. */
  order: OrderSnapshot,
  checkedAt: instant,
  outcome: z.enum(['passed', 'failed', 'correcting', 'not-needed']),
  results: z.array(CheckResult),
  /** The version of the order's facts that was used; absent when there were none. */
  factsVersion: z.optional(version),
  /** Checks that ever opened an issue of this order. */
  issues: z.optional(z.array(text(60))),
  /** For a failed run: the latest instant at which the order can be released and still meet its deadline. */
  releaseBy: z.optional(instant),
  /** When its departments were warned that this instant is near. */
  atRiskAt: z.optional(instant),
  /** For a run that passed by waivers: when the first of them expires. */
  waivedUntil: z.optional(instant),
  /** Who placed the order or last changed it. */
  changedBy: z.optional(text(120)),
})
export type RunSnapshot = z.infer<typeof RunSnapshot>

export const orderPassed = defineEvent({
  type: 'quality.order-passed',
  slice: 'quality',
  aggregate: 'quality-run',
  summary: 'Every check of the order passed, for this content of the order.',
  data: z.object({
    orderId: z.string(),
    contentVersion: version,
    /** Hash of the content that passed: an order with any other content is not covered by this pass. */
    contentHash: text(64),
  }),
  snapshot: RunSnapshot,
})

/** A failed check, and whether only the customer can correct it. */
export const FailedCheck = z.object({ check: text(60), customerCanCorrect: z.boolean() })

export const orderFailed = defineEvent({
  type: 'quality.order-failed',
  slice: 'quality',
  aggregate: 'quality-run',
  summary: 'At least one check of the order failed; each failed check has an issue.',
  data: z.object({ orderId: z.string(), contentVersion: version, failed: z.array(FailedCheck) }),
  snapshot: RunSnapshot,
})

export const holdAtRisk = defineEvent({
  type: 'quality.hold-at-risk',
  slice: 'quality',
  aggregate: 'quality-run',
  summary: 'A held order is about to miss its dispatch deadline; each department is warned once.',
  data: z.object({
    orderId: z.string(),
    department: z.enum(departments),
    /** The checks of this department that hold the order. */
    checks: z.array(text(60)),
    releaseBy: instant,
    /** The order's total, in cents. */
    moneyAtStake: cents,
  }),
  snapshot: RunSnapshot,
})
