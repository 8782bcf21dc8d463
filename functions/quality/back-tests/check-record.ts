import { blocks, type CheckIssue } from '../issues/issue.ts'

/** The accuracy of a check in one week, by the issues that it opened in that week. */
export interface WeekRecord {
  readonly week: string
  readonly hits: number
  /** Something was wrong: it was corrected, or verification confirmed it. */
  readonly confirmed: number
  /** Nothing was wrong: waived, or closed as no fault. */
  readonly falseAlarms: number
  /** No finding yet. */
  readonly undecided: number
  /** False alarms divided by all issues with a finding, 0 to 1. */
  readonly falseAlarmShare: number | 'no-data'
  /** Held orders with a confirmed issue, and the sum of their totals in cents. */
  readonly ordersSaved: number
  readonly moneySaved: number
  /** Median time from opened to resolved, of issues that held their order. */
  readonly medianMinutesToRelease: number | 'no-data'
}

/** Summarises the issues that a check opened in one week. A figure without a denominator is `no-data`, never 0. */
export function recordOfWeek(week: string, issues: readonly CheckIssue[]): WeekRecord {
  const evaluated = issues.map((issue) => ({ issue, finding: findingOf(issue) }))
  const confirmed = evaluated.filter(({ finding }) => finding === 'confirmed')
  const falseAlarms = evaluated.filter(({ finding }) => finding === 'no-fault').length
  const decided = confirmed.length + falseAlarms
  const saved = confirmed.filter(({ issue }) => blocks(issue))
  return {
    week,
    hits: issues.length,
    confirmed: confirmed.length,
    falseAlarms,
    undecided: issues.length - decided,
    falseAlarmShare: decided === 0 ? 'no-data' : falseAlarms / decided,
    ordersSaved: new Set(saved.map(({ issue }) => issue.orderId)).size,
    moneySaved: saved.reduce((sum, { issue }) => sum + issue.moneyAtStake, 0),
    medianMinutesToRelease: median(issues.flatMap(minutesToRelease)),
  }
}

/** The finding of an issue; undefined while it is open. A verified `finding` takes precedence over the resolution. */
export function findingOf({ finding, resolution }: CheckIssue): CheckIssue['finding'] {
  if (finding !== undefined) return finding
  switch (resolution) {
    case 'condition-cleared':
    case 'fixed':
    case 'order-cancelled':
      return 'confirmed'
    case 'waived':
    case 'no-fault':
      return 'no-fault'
    case 'order-left':
    case 'check-off':
    case undefined:
      return undefined
  }
}

const minutesToRelease = (issue: CheckIssue): number[] =>
  blocks(issue) && issue.resolvedAt !== undefined
    ? [(Date.parse(issue.resolvedAt) - Date.parse(issue.openedAt)) / 60_000]
    : []

function median(values: readonly number[]): number | 'no-data' {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? 'no-data' : (low + high) / 2
}
