import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type Change, type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { issues } from './issue.store.ts'
import type { Issue } from './issue.ts'

/** Points to the newest issue of one subject. Its version counts the issues of the subject. */
export interface IssueSubject {
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

/** Marks an event as reported, so that a repeat of the event reports nothing. */
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

/** What a report decides: it opens an issue, or adds an occurrence to an open one. */
export interface ReportDecision {
  readonly issue: Decision<Issue>
  /** Present when the issue is new. */
  readonly subject?: Decision<IssueSubject>
}

export const findIssueSubject = (store: string, id: string): Promise<IssueSubject | undefined> =>
  find(issueSubjects, store, id)

/** True when the event of this key has been reported. */
export const isEventReported = async (store: string, eventKey: string): Promise<boolean> =>
  (await find(eventReports, store, eventKey)) !== undefined

export interface CommitReport {
  readonly cause: Cause
  /** UTC ISO-8601. */
  readonly at: string
  readonly marker?: AnswerMarker | undefined
  /** Marks this event as reported, in the same write. */
  readonly eventKey?: string | undefined
  /** Changes of other aggregates, in the same write. */
  readonly beside?: readonly Change[] | undefined
}

/** Writes a decided report, all or none. Errors: `stale-version` after a concurrent report, `busy`. */
export async function commitReport(
  { issue, subject }: ReportDecision,
  { cause, at, marker, eventKey, beside = [] }: CommitReport,
): Promise<CommitOutcome> {
  const { store } = issue.next
  const changes = [
    change(issues, issue),
    ...(subject === undefined ? [] : [change(issueSubjects, subject)]),
    ...(eventKey === undefined
      ? []
      : [change(eventReports, { next: { id: eventKey, store, version: 1 }, events: [] })]),
    ...beside,
  ]
  const outcome = await commit(changes, cause, { at, marker, withoutEvents: true })
  if (outcome.outcome === 'exists')
    throw new DomainError('stale-version', 'Concurrent report of the same problem; retry.')
  return outcome
}
