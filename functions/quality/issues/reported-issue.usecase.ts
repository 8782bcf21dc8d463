import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type Change, type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { issues, loadIssue, numbersFor } from './issue.store.ts'
import { type Issue, isClosed, isOfCheck } from './issue.ts'
import { addOccurrence, openReportedIssue, type Report, subjectOf } from './report-issue.ts'

/** Where the newest issue of one subject is found; its version counts the issues of this subject. */
interface IssueSubject {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly issueId: string
}

const issueSubjects: AggregateKind<IssueSubject> = {
  name: 'ISSUESUBJECT',
  slice: 'quality',
  type: 'issue-subject',
  retention: 'sale',
}

/** A report, decided on: it opens an issue, or joins the one that is open. */
export interface ReportDecision {
  readonly issue: Decision<Issue>
  /** There where the issue is a new one. */
  readonly subject?: Decision<IssueSubject>
}

/** Notes that an event was reported: what tells of it twice is one report. */
interface EventReport {
  readonly id: string
  readonly store: string
  readonly version: number
}

const eventReports: AggregateKind<EventReport> = {
  name: 'EVENT-REPORT',
  slice: 'quality',
  type: 'event-report',
  retention: 'sale',
}

/** How often a report is decided on anew when the same was reported at the same time. */
const maxAttempts = 5

/** Who reports and when, how the request's answer is kept, and what is written together with the report. */
export interface ReportOptions {
  readonly by: string
  readonly cause: Cause
  readonly now: string
  readonly markerOf?: (reported: ReportDecision) => AnswerMarker | undefined
  /** Names what an event tells of: written with the report, it is the proof that this was reported. */
  readonly proof?: string
  readonly beside?: (reported: ReportDecision) => readonly Change[]
}

/** Takes a report: opens an issue, or joins the one that is open for the same. Errors: `stale-version`, `busy`. */
export async function fileReport(
  store: string,
  report: Report,
  reporting: ReportOptions,
): Promise<{ readonly reported: ReportDecision; readonly outcome: CommitOutcome }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reported = await decide(store, report, reporting)
      return { reported, outcome: await commitReport(reported, reporting) }
    } catch (error) {
      const stale = error instanceof DomainError && error.code === 'stale-version'
      if (!stale || attempt >= maxAttempts) throw error
    }
  }
}

/** Whether a report joins the issue that is open for the same; for a new one it takes a number. */
async function decide(store: string, report: Report, { by, now }: ReportOptions): Promise<ReportDecision> {
  const id = subjectOf(store, report)
  const current = await find(issueSubjects, store, id)
  const newest = current === undefined ? undefined : await loadIssue(store, current.issueId)
  if (newest !== undefined && !isOfCheck(newest) && !isClosed(newest))
    return { issue: addOccurrence(newest, report, now) }
  const turn = (current?.version ?? 0) + 1
  const issue = openReportedIssue(store, report, { turn, number: await numbersFor(store, 1), by, now })
  return { issue, subject: { next: { id, store, version: turn, issueId: issue.next.id }, events: [] } }
}

/** Reports what an event tells of, once, however often the event comes. Errors: `stale-version`, `busy`. */
export async function reportOnce(
  store: string,
  report: Report,
  { proof, ...reporting }: ReportOptions & { readonly proof: string },
): Promise<void> {
  if ((await find(eventReports, store, proof)) === undefined)
    await fileReport(store, report, { ...reporting, proof })
}

async function commitReport(
  reported: ReportDecision,
  { cause, now, markerOf, proof, beside }: ReportOptions,
): Promise<CommitOutcome> {
  const { issue, subject } = reported
  const { store } = issue.next
  const proven = proof && change(eventReports, { next: { id: proof, store, version: 1 }, events: [] })
  const changes = [
    change(issues, issue),
    ...(subject === undefined ? [] : [change(issueSubjects, subject)]),
    ...(proven ? [proven] : []),
    ...(beside?.(reported) ?? []),
  ]
  const outcome = await commit(changes, cause, { at: now, marker: markerOf?.(reported), withoutEvents: true })
  if (outcome.outcome === 'exists')
    throw new DomainError('stale-version', 'the same was reported at the same time: try again')
  return outcome
}
