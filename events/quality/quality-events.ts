import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { cents, instant, slug, text, version } from '../fields.ts'
import { OrderSnapshot } from '../orders/order-schema.ts'

/** What a check saw: what it expected and what came, in words for an analyst. May hold personal data: never logged. */
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
 * What a failure of a check leads to: the check is not made; it is recorded as it would have been; an issue that does
 * not keep the order; an issue that holds it, because the order would go wrong (`hold`) or be refused (`block`).
 */
export const checkModes = ['off', 'shadow', 'warn', 'hold', 'block'] as const
export type Mode = (typeof checkModes)[number]

export const CheckResult = z.object({
  check: text(60),
  checkVersion: version,
  outcome: z.enum(['passed', 'failed', 'not-applicable', 'not-evaluated', 'waived']),
  evidence: z.array(Evidence),
  /** Of what failed or was waived: what it leads to, and whose work it is, as the store had set it. */
  mode: z.optional(z.enum(checkModes)),
  department: z.optional(z.enum(departments)),
  /** The facts that nobody has told yet, such as `reservation`: it could not be evaluated, or not all of it. */
  missing: z.optional(z.array(text(200))),
})
export type CheckResult = z.infer<typeof CheckResult>

/**
 * All checks run on one version of an order; the newest run is the one that counts. `correcting`: nothing is said of
 * this content, since a correction of it was proposed; `not-needed`: the order was cancelled before it was checked.
 */
export const RunSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** The order as it was last heard of (without its holds), so that it can be checked again when a fact arrives. */
  order: OrderSnapshot,
  checkedAt: instant,
  outcome: z.enum(['passed', 'failed', 'correcting', 'not-needed']),
  results: z.array(CheckResult),
  /** The version of the order's facts that was looked at; absent when nothing was known. */
  factsVersion: z.optional(version),
  /** Checks that ever opened an issue of this order. */
  issues: z.optional(z.array(text(60))),
  /** Of a failed one: the latest moment at which the order can be released and still meet its deadline. */
  releaseBy: z.optional(instant),
  /** When its departments were told that this moment is near. */
  atRiskAt: z.optional(instant),
  /** Of one that passed by waivers: when the first of them expires. */
  waivedUntil: z.optional(instant),
  /** Who placed the order or last changed it. */
  changedBy: z.optional(text(120)),
})
export type RunSnapshot = z.infer<typeof RunSnapshot>

export const orderPassed = defineEvent({
  type: 'quality.order-passed',
  slice: 'quality',
  aggregate: 'quality-run',
  summary: 'Every check of the order passed, for this content of it.',
  data: z.object({
    orderId: z.string(),
    contentVersion: version,
    /** Names the very content that passed: an order of any other does not leave by this pass. */
    contentHash: text(64),
  }),
  snapshot: RunSnapshot,
})

/** A failed check, and whether only the customer can mend it. */
export const FailedCheck = z.object({ check: text(60), customerCanCorrect: z.boolean() })

export const orderFailed = defineEvent({
  type: 'quality.order-failed',
  slice: 'quality',
  aggregate: 'quality-run',
  summary: 'At least one check of the order failed; each has an issue of its own.',
  data: z.object({ orderId: z.string(), contentVersion: version, failed: z.array(FailedCheck) }),
  snapshot: RunSnapshot,
})

export const holdAtRisk = defineEvent({
  type: 'quality.hold-at-risk',
  slice: 'quality',
  aggregate: 'quality-run',
  summary:
    'The moment nears after which a held order misses its dispatch deadline; told once to each department.',
  data: z.object({
    orderId: z.string(),
    department: z.enum(departments),
    /** The checks of this department that hold it. */
    checks: z.array(text(60)),
    releaseBy: instant,
    /** The order's total, in cents. */
    moneyAtStake: cents,
  }),
  snapshot: RunSnapshot,
})
