import type { OrderSnapshot } from '../../events/order-schema.ts'
import { type CheckResult, orderFailed, orderPassed, type RunSnapshot } from '../../events/quality-events.ts'
import type { Decision } from '../../shared/decision.ts'
import { checks } from './check-register.ts'
import type { Check } from './checks/check.ts'

export type Run = RunSnapshot

/** Makes every check on an order. */
export const runChecks = (order: OrderSnapshot, now: string): CheckResult[] =>
  checks.map(({ code, version, thresholds, judge }) => {
    const verdict = judge(order, { facts: {}, thresholds: thresholds.parse({}), now })
    return {
      check: code,
      checkVersion: version,
      outcome: verdict.outcome,
      evidence: verdict.outcome === 'failed' ? [...verdict.evidence] : [],
    }
  })

/** The check of this code. Error: when there is none, since results are made from the register. */
export function checkOf(code: string): Check {
  const check = checks.find((one) => one.code === code)
  if (check === undefined) throw new Error(`a check named ${code} is expected in the register`)
  return check
}

export const failedChecks = (results: readonly CheckResult[]): string[] =>
  results.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)

/** True when this order's version, or a later one, has been judged already: a repeat or a latecomer changes nothing. */
export const isJudged = (known: Run | undefined, order: OrderSnapshot): boolean =>
  (known?.order.version ?? 0) >= order.version

/**
 * Records a run. It passes the order's content or fails it, and says so once for each content and outcome; a run that
 * tells nothing new leaves the record as it is.
 */
export function recordRun(
  known: Run | undefined,
  order: OrderSnapshot,
  results: CheckResult[],
  now: string,
): Decision<Run> {
  const failed = failedChecks(results)
  const outcome = failed.length === 0 ? 'passed' : 'failed'
  const { id, store, version, contentVersion, channel, externalId, customer } = order
  const next: Run = {
    id,
    store,
    version: (known?.version ?? 0) + 1,
    order: {
      id,
      version,
      contentVersion,
      channel,
      externalId,
      customer: { name: customer.name, ...(customer.email === undefined ? {} : { email: customer.email }) },
    },
    checkedAt: now,
    outcome,
    results,
  }
  if (known !== undefined && saysTheSame(known, next)) return { next: known, events: [] }
  const about = { orderId: id, contentVersion }
  const event =
    outcome === 'passed'
      ? orderPassed.happened(about)
      : orderFailed.happened({
          ...about,
          failed: failed.map((check) => ({ check, customerCanMend: checkOf(check).customerCanMend })),
        })
  return { next, events: [event] }
}

const saysTheSame = (one: Run, other: Run): boolean =>
  one.order.contentVersion === other.order.contentVersion &&
  failedChecks(one.results).join() === failedChecks(other.results).join()
