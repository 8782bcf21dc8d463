import * as z from 'zod/mini'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { FactName, Facts } from '../../../events/quality/facts.ts'
import type { Department, Evidence } from '../../../events/quality/quality-events.ts'

/**
 * What a check says of an order: fine, not its business, what it expected and what came, or that it found nothing but
 * could not look everywhere, for want of facts such as `skus.VELA-01.price`. Where it found something it says too what
 * it could not look at.
 */
export type Verdict =
  | { readonly outcome: 'passed' | 'not-applicable' }
  | {
      readonly outcome: 'failed'
      readonly evidence: readonly [Evidence, ...Evidence[]]
      readonly missing?: readonly string[]
    }
  | { readonly outcome: 'not-evaluated'; readonly missing: readonly [string, ...string[]] }

/** A value of which it is certain that it is meant otherwise; `after` left out takes the field away. */
export interface Correction {
  /** Path in the order, such as `shippingAddress.cep`; `lines` for all lines. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

type ThresholdSchema = z.ZodMiniObject<z.core.$ZodLooseShape>

/** What a check may look at besides the order. */
export interface CheckContext<
  Needed extends FactName = never,
  Thresholds = Readonly<Record<string, unknown>>,
> {
  readonly facts: Facts & { readonly [Name in Needed]: NonNullable<Facts[Name]> }
  readonly thresholds: Thresholds
  /** The time of the run, UTC ISO-8601. */
  readonly now: string
}

/** A check made before dispatch: pure, and versioned so that a record says which rule spoke. */
export interface Check {
  /** Stable name; also the code of the hold that a failure places. */
  readonly code: string
  /** Its number in the catalogue of checks. */
  readonly number: number
  readonly version: number
  /** Default: `block`: the order or its invoice would be refused; `hold`: it would go wrong; `warn`: somebody should know. */
  readonly mode: 'block' | 'hold' | 'warn'
  /** Whose work a failure is, by default. */
  readonly department: Department
  /** Only the customer knows the right value: they are asked by mail. */
  readonly customerCanCorrect: boolean
  /** Facts without which it cannot speak; the run then says which are missing. */
  readonly needs: readonly FactName[]
  /** What a store may set, with defaults for all of it. */
  readonly thresholds: ThresholdSchema
  /** The part of the order that it looks at: a waiver ends when this changes. */
  readonly relevant: (order: OrderSnapshot) => unknown
  readonly evaluate: (order: OrderSnapshot, context: CheckContext) => Verdict
  /** Values of its part whose right form is certain; nothing where there are none. */
  readonly correct?: (order: OrderSnapshot) => readonly Correction[]
}

interface CheckDefinition<Needed extends FactName, Thresholds extends ThresholdSchema>
  extends Omit<Check, 'needs' | 'thresholds' | 'evaluate'> {
  readonly needs?: readonly Needed[]
  readonly thresholds?: Thresholds
  readonly evaluate: (order: OrderSnapshot, context: CheckContext<Needed, z.infer<Thresholds>>) => Verdict
}

const noThresholds = z.strictObject({})

/** Defines a check: the facts that it needs are there when it judges, and its thresholds are in order. */
export const defineCheck = <
  const Needed extends FactName = never,
  Thresholds extends ThresholdSchema = typeof noThresholds,
>(
  parts: CheckDefinition<Needed, Thresholds>,
): Check => ({ needs: [], thresholds: noThresholds, ...parts }) as unknown as Check

export const passed: Verdict = { outcome: 'passed' }
export const notApplicable: Verdict = { outcome: 'not-applicable' }

/** Failed with what was seen; not evaluated when nothing was but facts are missing; passed otherwise. */
export function verdictOf(evidence: readonly Evidence[], missing: readonly string[] = []): Verdict {
  const [seen, ...rest] = evidence
  if (seen !== undefined)
    return { outcome: 'failed', evidence: [seen, ...rest], ...(missing.length === 0 ? {} : { missing }) }
  const [fact, ...more] = missing
  return fact === undefined ? passed : { outcome: 'not-evaluated', missing: [fact, ...more] }
}
