import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts } from '../../../events/quality/facts.ts'
import type { CheckResult } from '../../../events/quality/quality-events.ts'
import type { Check, Verdict } from './check.ts'
import { checks } from './check-register.ts'
import { type SettingsByCheck, settingOf } from './check-settings.ts'
import { covers, type Waivers } from './waiver.ts'

/** What an order is judged by, besides itself. */
export interface JudgedBy {
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
export const runChecks = (order: OrderSnapshot, by: JudgedBy): CheckResult[] =>
  checks.flatMap((check) => makeCheck(check, order, by))

/** Makes one check on an order; nothing when it is turned off. */
export function makeCheck(
  check: Check,
  order: OrderSnapshot,
  { now, facts = {}, settings = {}, waivers }: JudgedBy,
): CheckResult[] {
  const { mode, department, thresholds } = settingOf(check, settings)
  if (mode === 'off') return []
  const said = { check: check.code, checkVersion: check.version }
  const verdict = judge(check, order, { now, facts, thresholds })
  if (verdict.outcome === 'not-evaluated')
    return [{ ...said, outcome: verdict.outcome, evidence: [], lacking: [...verdict.lacking] }]
  if (verdict.outcome !== 'failed') return [{ ...said, outcome: verdict.outcome, evidence: [] }]
  const waived = mode !== 'shadow' && covers(waivers?.get(check.code), check, order, now)
  const evidence = [...verdict.evidence]
  const lacking = verdict.lacking === undefined ? {} : { lacking: [...verdict.lacking] }
  return [{ ...said, outcome: waived ? 'waived' : 'failed', evidence, mode, department, ...lacking }]
}

function judge(check: Check, order: OrderSnapshot, context: Parameters<Check['judge']>[1]): Verdict {
  const [fact, ...more] = check.needs.filter((name) => context.facts[name] === undefined)
  return fact === undefined
    ? check.judge(order, context)
    : { outcome: 'not-evaluated', lacking: [fact, ...more] }
}

/** The check of this code. Error: when there is none, since results are made from the register. */
export function checkOf(code: string): Check {
  const check = checks.find((one) => one.code === code)
  if (check === undefined) throw new Error(`a check named ${code} is expected in the register`)
  return check
}
