import { blocks, type CheckIssue } from '../issues/issue.ts'

/** How good a rule was in one week, by the issues that it opened in it. */
export interface WeekRecord {
  readonly week: string
  readonly hits: number
  /** Something was wrong: it was mended, or found to have been so. */
  readonly confirmed: number
  /** Nothing was: waived, or closed as no fault. */
  readonly falseAlarms: number
  /** Not judged yet. */
  readonly undecided: number
  /** False alarms among what is judged, 0 to 1. */
  readonly falseAlarmShare: number | 'no-data'
  /** Orders that were held for what was then confirmed, and their totals in cents. */
  readonly ordersSaved: number
  readonly moneySaved: number
  /** From opened to resolved, of issues that held their order. */
  readonly medianMinutesToRelease: number | 'no-data'
}

/** Sums up the issues that a check opened in one week. Without a denominator a figure is no data, never 0. */
export function recordOfWeek(week: string, issues: readonly CheckIssue[]): WeekRecord {
  const judged = issues.map((issue) => ({ issue, finding: findingOf(issue) }))
  const confirmed = judged.filter(({ finding }) => finding === 'confirmed')
  const falseAlarms = judged.filter(({ finding }) => finding === 'no-fault').length
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

/** What an issue turned out to be; nothing while that is open. A look back (`finding`) outweighs how it ended. */
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
