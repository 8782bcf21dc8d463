import type { Cause } from '../../../shared/decision.ts'
import { retryOnStale } from '../../../shared/retry.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import type { Change, CommitOutcome } from '../../../shared/table/commit.store.ts'
import { loadIssue, numbersFor } from './issue.store.ts'
import { isClosed, isOfCheck } from './issue.ts'
import { addOccurrence, openReportedIssue, type Report, subjectOf } from './report-issue.ts'
import {
  commitReport,
  findIssueSubject,
  isEventReported,
  type ReportDecision,
} from './reported-issue.store.ts'

export interface ReportOptions {
  /** Who reports. */
  readonly by: string
  readonly cause: Cause
  /** UTC ISO-8601. */
  readonly now: string
  /** The stored answer of the request, written together with the report. */
  readonly markerOf?: (decision: ReportDecision) => AnswerMarker | undefined
  /** Identifies the reporting event; written together with the report, so that the event is reported once. */
  readonly eventKey?: string
  /** Changes of other aggregates that are written together with the report. */
  readonly beside?: (decision: ReportDecision) => readonly Change[]
}

/** Opens an issue for a report, or adds an occurrence to the open issue of the same subject. Errors: `stale-version`, `busy`. */
export const fileReport = (
  store: string,
  report: Report,
  options: ReportOptions,
): Promise<{ readonly reported: ReportDecision; readonly outcome: CommitOutcome }> =>
  retryOnStale(async () => {
    const { cause, now, markerOf, eventKey, beside } = options
    const reported = await decide(store, report, options)
    const outcome = await commitReport(reported, {
      cause,
      at: now,
      marker: markerOf?.(reported),
      eventKey,
      beside: beside?.(reported),
    })
    return { reported, outcome }
  })

/** Adds an occurrence to the open issue of the subject, or opens a new issue, which takes a number. */
async function decide(store: string, report: Report, { by, now }: ReportOptions): Promise<ReportDecision> {
  const id = subjectOf(store, report)
  const current = await findIssueSubject(store, id)
  const newest = current === undefined ? undefined : await loadIssue(store, current.issueId)
  if (newest !== undefined && !isOfCheck(newest) && !isClosed(newest))
    return { issue: addOccurrence(newest, report, now) }
  const sequence = (current?.version ?? 0) + 1
  const issue = openReportedIssue(store, report, { sequence, number: await numbersFor(store, 1), by, now })
  return { issue, subject: { next: { id, store, version: sequence, issueId: issue.next.id }, events: [] } }
}

/** Reports an event once, however often it is delivered. Errors: `stale-version`, `busy`. */
export async function reportOnce(
  store: string,
  report: Report,
  options: ReportOptions & { readonly eventKey: string },
): Promise<void> {
  if (!(await isEventReported(store, options.eventKey))) await fileReport(store, report, options)
}
