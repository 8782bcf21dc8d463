import type { ReportedOrder, Tally } from '../../../events/orders/order-scan-events.ts'
import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import {
  type BackTestResult,
  type BackTestSnapshot,
  backTestFinished,
  backTestStarted,
  type outcomes,
} from '../../../events/quality/back-test-events.ts'
import type { Facts } from '../../../events/quality/facts.ts'
import type { CheckResult } from '../../../events/quality/quality-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Check } from '../checks/check.ts'
import { checkOf, evaluateCheck } from '../checks/run-checks.ts'
import type { CheckIssue } from '../issues/issue.ts'
import { findingOf } from './check-record.ts'

export type BackTest = BackTestSnapshot
export type PastOutcome = (typeof outcomes)[number]

export interface StartBackTest {
  readonly settings: BackTest['settings']
  readonly from: string
  readonly to: string
}

const none: Tally = { orders: 0, cents: 0 }
const maxSamples = 50

/** Starts a back-test of a check with proposed settings over the orders placed in a range of time. */
export function startBackTest(
  check: Check,
  { settings, from, to }: StartBackTest,
  { store, id, by }: { readonly store: string; readonly id: string; readonly by: string },
  now: string,
): Decision<BackTest> {
  return {
    next: {
      id,
      store,
      version: 1,
      check: check.code,
      checkVersion: check.version,
      settings,
      from,
      to,
      status: 'running',
      pages: { upTo: 0, beyond: [] },
      result: {
        orders: 0,
        notEvaluated: 0,
        missing: [],
        found: none,
        wouldHold: none,
        right: none,
        wrong: none,
        undecided: none,
        missed: none,
        samples: [],
      },
      requestedAt: now,
      requestedBy: by,
    },
    events: [backTestStarted.happened({ check: check.code, from, to })],
  }
}

/** A past order with its facts and the issue that the check opened on it. */
export interface PastOrder extends ReportedOrder {
  readonly facts: Facts
  readonly issue: CheckIssue | undefined
}

/** True when a page of orders is already counted: pages arrive at least once, in any order. */
export const isCounted = ({ pages }: BackTest, page: number): boolean =>
  page <= pages.upTo || pages.beyond.includes(page)

/** Evaluates a page of past orders and counts it, once. */
export function countPage(
  backTest: BackTest,
  page: number,
  past: readonly PastOrder[],
  now: string,
): Decision<BackTest> {
  if (isCounted(backTest, page)) return { next: backTest, events: [] }
  const result = past.reduce((so, one) => countOrder(so, backTest, one), backTest.result)
  return nextVersion({ ...backTest, result, pages: withPage(backTest.pages, page) }, now)
}

/** Records the total number of pages. */
export function closePages(backTest: BackTest, total: number, now: string): Decision<BackTest> {
  if (backTest.pages.total !== undefined) return { next: backTest, events: [] }
  return nextVersion({ ...backTest, pages: { ...backTest.pages, total } }, now)
}

function withPage(pages: BackTest['pages'], page: number): BackTest['pages'] {
  const beyond = [...pages.beyond, page].sort((a, b) => a - b)
  let { upTo } = pages
  while (beyond[0] === upTo + 1) upTo = beyond.shift() ?? upTo
  return { ...pages, upTo, beyond }
}

function nextVersion(backTest: BackTest, now: string): Decision<BackTest> {
  const next = { ...backTest, version: backTest.version + 1 }
  if (next.pages.upTo !== next.pages.total) return { next, events: [] }
  return {
    next: { ...next, status: 'finished', finishedAt: now },
    events: [backTestFinished.happened({ check: next.check })],
  }
}

function countOrder(result: BackTestResult, backTest: BackTest, pastOrder: PastOrder): BackTestResult {
  const { order } = pastOrder
  const verdict = evaluatePastOrder(backTest, pastOrder)
  const orders = result.orders + 1
  if (verdict.outcome === 'not-evaluated') {
    // Only the name of the fact: listing every SKU would fill the result.
    const named = (verdict.missing ?? []).map((fact) => fact.split(/[. ]/)[0] ?? fact)
    const missing = [...new Set([...result.missing, ...named])].sort()
    return { ...result, orders, notEvaluated: result.notEvaluated + 1, missing }
  }
  if (verdict.outcome !== 'failed')
    return hadTrouble(pastOrder)
      ? { ...result, orders, missed: addToTally(result.missed, order) }
      : { ...result, orders }
  const became = pastOutcomeOf(pastOrder)
  const holds = backTest.settings.mode === 'hold' || backTest.settings.mode === 'block'
  const sample = { orderId: order.id, externalId: order.externalId, cents: order.totals.total, became }
  return {
    ...result,
    orders,
    found: addToTally(result.found, order),
    wouldHold: holds ? addToTally(result.wouldHold, order) : result.wouldHold,
    [became]: addToTally(result[became], order),
    samples: result.samples.length < maxSamples ? [...result.samples, sample] : result.samples,
  }
}

const addToTally = ({ orders, cents }: Tally, { totals }: OrderSnapshot): Tally => ({
  orders: orders + 1,
  cents: cents + totals.total,
})

/**
 * Evaluates a past order with the time of its placement: its content as placed, and its final content. The worst of
 * the two outcomes counts. The check runs whatever mode is proposed.
 */
function evaluatePastOrder(
  { check: code, settings: { thresholds } }: BackTest,
  past: PastOrder,
): CheckResult {
  const check = checkOf(code)
  const { order, asPlaced, facts } = past
  const results = [asPlaced, order].flatMap((content) =>
    content === undefined
      ? []
      : evaluateCheck(check, content, {
          now: order.placedAt,
          facts,
          settings: { [code]: { mode: 'hold', thresholds } },
        }),
  )
  const rank = ({ outcome }: CheckResult): number =>
    outcome === 'failed' ? 0 : outcome === 'not-evaluated' ? 1 : 2
  const [worst] = results.sort((a, b) => rank(a) - rank(b))
  if (worst === undefined) throw new Error(`the check ${code} is expected to say something`)
  return worst
}

/** Whether a hold would have been right. The finding of the check's issue counts first, then how the order ended. */
export function pastOutcomeOf({ order, issue }: Pick<PastOrder, 'order' | 'issue'>): PastOutcome {
  const finding = issue && findingOf(issue)
  if (finding !== undefined) return finding === 'confirmed' ? 'right' : 'wrong'
  if (order.status === 'cancelled' || order.status === 'returned') return 'right'
  return order.status === 'delivered' ? 'wrong' : 'undecided'
}

function hadTrouble({ order, issue }: PastOrder): boolean {
  const finding = issue && findingOf(issue)
  return finding === 'confirmed' || (finding === undefined && order.status === 'returned')
}
