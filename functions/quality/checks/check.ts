import * as z from 'zod/mini'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { FactName, Facts } from '../../../events/quality/facts.ts'
import type { Department, Evidence } from '../../../events/quality/quality-events.ts'

/**
 * The result of a check on an order. `failed` carries what was expected and received. `not-evaluated` lists the
 * missing facts, such as `skus.VELA-01.price`. A failed check lists missing facts too, if it could evaluate only a
 * part.
 */
export type Verdict =
  | { readonly outcome: 'passed' | 'not-applicable' }
  | {
      readonly outcome: 'failed'
      readonly evidence: readonly [Evidence, ...Evidence[]]
      readonly missing?: readonly string[]
    }
  | { readonly outcome: 'not-evaluated'; readonly missing: readonly [string, ...string[]] }

/** A correction of a value whose right form is certain. `after` is absent when the field is removed. */
export interface Correction {
  /** Path in the order, such as `shippingAddress.cep`; `lines` for all lines. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

type ThresholdSchema = z.ZodMiniObject<z.core.$ZodLooseShape>

/** The input of a check, besides the order. */
export interface CheckContext<
  Needed extends FactName = never,
  Thresholds = Readonly<Record<string, unknown>>,
> {
  readonly facts: Facts & { readonly [Name in Needed]: NonNullable<Facts[Name]> }
  readonly thresholds: Thresholds
  /** The time of the run, UTC ISO-8601. */
  readonly now: string
}

/** A check before dispatch: pure, and versioned, so that a result names the rule that produced it. */
export interface Check {
  /** Permanent name; also the code of the hold that a failure places. */
  readonly code: string
  /** The check's number in the catalogue. */
  readonly number: number
  readonly version: number
  /**
   * Default mode. `block`: the order or its invoice would be rejected. `hold`: the order would go wrong. `warn`:
   * report only.
   */
  readonly mode: 'block' | 'hold' | 'warn'
  /** The department that works on a failure, by default. */
  readonly department: Department
  /** True when only the customer knows the right value: the customer is asked by e-mail. */
  readonly customerCanCorrect: boolean
  /** Facts without which the check is not evaluated; the result then lists those that are missing. */
  readonly needs: readonly FactName[]
  /** What a store can set; every threshold has a default. */
  readonly thresholds: ThresholdSchema
  /** The part of the order that the check reads. A waiver ends when this part changes. */
  readonly relevant: (order: OrderSnapshot) => unknown
  readonly evaluate: (order: OrderSnapshot, context: CheckContext) => Verdict
  /** Returns corrections of the relevant part whose right form is certain; an empty list when there are none. */
  readonly correct?: (order: OrderSnapshot) => readonly Correction[]
}

interface CheckDefinition<Needed extends FactName, Thresholds extends ThresholdSchema>
  extends Omit<Check, 'needs' | 'thresholds' | 'evaluate'> {
  readonly needs?: readonly Needed[]
  readonly thresholds?: Thresholds
  readonly evaluate: (order: OrderSnapshot, context: CheckContext<Needed, z.infer<Thresholds>>) => Verdict
}

const noThresholds = z.strictObject({})

/** Defines a check. `evaluate` runs only with all needed facts present and valid thresholds. */
export const defineCheck = <
  const Needed extends FactName = never,
  Thresholds extends ThresholdSchema = typeof noThresholds,
>(
  parts: CheckDefinition<Needed, Thresholds>,
): Check => ({ needs: [], thresholds: noThresholds, ...parts }) as unknown as Check

export const passed: Verdict = { outcome: 'passed' }
export const notApplicable: Verdict = { outcome: 'not-applicable' }

/** Failed when there is evidence; else not evaluated when facts are missing; else passed. */
export function verdictOf(evidence: readonly Evidence[], missing: readonly string[] = []): Verdict {
  const [first, ...rest] = evidence
  if (first !== undefined)
    return { outcome: 'failed', evidence: [first, ...rest], ...(missing.length === 0 ? {} : { missing }) }
  const [fact, ...more] = missing
  return fact === undefined ? passed : { outcome: 'not-evaluated', missing: [fact, ...more] }
}
