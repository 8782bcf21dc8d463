import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts } from '../../../events/quality/facts.ts'
import type { CheckResult } from '../../../events/quality/quality-events.ts'
import type { Check, Verdict } from './check.ts'
import { checks } from './check-register.ts'
import { type SettingsByCheck, settingOf } from './check-settings.ts'
import { isInForce, type Waivers } from './waiver.ts'

/** What an order is checked with, besides its content. */
export interface CheckInputs {
  /** The time of the run, UTC ISO-8601. */
  readonly now: string
  /** Recorded facts; a check that needs a missing fact is not evaluated. */
  readonly facts?: Facts
  /** The store's settings; a check without settings runs with its defaults. */
  readonly settings?: SettingsByCheck
  /** Waivers of this order. */
  readonly waivers?: Waivers
}

/** Runs every check that the store has not turned off. */
export const runChecks = (order: OrderSnapshot, by: CheckInputs): CheckResult[] =>
  checks.flatMap((check) => evaluateCheck(check, order, by))

/** Runs one check; an empty list when it is turned off. */
export function evaluateCheck(
  check: Check,
  order: OrderSnapshot,
  { now, facts = {}, settings = {}, waivers }: CheckInputs,
): CheckResult[] {
  const { mode, department, thresholds } = settingOf(check, settings)
  if (mode === 'off') return []
  const result = { check: check.code, checkVersion: check.version }
  const verdict = verdictOfCheck(check, order, { now, facts, thresholds })
  if (verdict.outcome === 'not-evaluated')
    return [{ ...result, outcome: verdict.outcome, evidence: [], missing: [...verdict.missing] }]
  if (verdict.outcome !== 'failed') return [{ ...result, outcome: verdict.outcome, evidence: [] }]
  const waived = mode !== 'shadow' && isInForce(waivers?.get(check.code), check, order, now)
  const evidence = [...verdict.evidence]
  const missing = verdict.missing === undefined ? {} : { missing: [...verdict.missing] }
  return [{ ...result, outcome: waived ? 'waived' : 'failed', evidence, mode, department, ...missing }]
}

function verdictOfCheck(
  check: Check,
  order: OrderSnapshot,
  context: Parameters<Check['evaluate']>[1],
): Verdict {
  const [fact, ...more] = check.needs.filter((name) => context.facts[name] === undefined)
  return fact === undefined
    ? check.evaluate(order, context)
    : { outcome: 'not-evaluated', missing: [fact, ...more] }
}

/** The check of a code. Error: when there is none, since results come from the register only. */
export function checkOf(code: string): Check {
  const check = checks.find((one) => one.code === code)
  if (check === undefined) throw new Error(`a check named ${code} is expected in the register`)
  return check
}
