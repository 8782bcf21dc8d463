import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts } from '../../../events/quality/facts.ts'
import type { CheckResult } from '../../../events/quality/quality-events.ts'
import type { Check, Verdict } from './check.ts'
import { checks } from './check-register.ts'
import { type SettingsByCheck, settingOf } from './check-settings.ts'
import { isInForce, type Waivers } from './waiver.ts'

/** What an order is judged by, besides itself. */
export interface CheckInputs {
  /** The time of the run, UTC ISO-8601. */
  readonly now: string
  /** What is known beside the order; a check that lacks a fact says so. */
  readonly facts?: Facts
  /** What the store has set; each check is as it comes where nothing is. */
  readonly settings?: SettingsByCheck
  /** Waivers that were given for this order. */
  readonly waivers?: Waivers
}

/** Makes every check on an order that the store has not turned off. */
export const runChecks = (order: OrderSnapshot, by: CheckInputs): CheckResult[] =>
  checks.flatMap((check) => evaluateCheck(check, order, by))

/** Makes one check on an order; nothing when it is turned off. */
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

/** The check of this code. Error: when there is none, since results are made from the register. */
export function checkOf(code: string): Check {
  const check = checks.find((one) => one.code === code)
  if (check === undefined) throw new Error(`a check named ${code} is expected in the register`)
  return check
}
