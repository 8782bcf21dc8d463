import type { Cause, Decision } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../shared/table/commit.store.ts'
import { find } from '../../shared/table/load.store.ts'
import { issues, loadIssue, numbersFor } from './issue.store.ts'
import { type Issue, isOfCheck, isSettled } from './issue.ts'
import { joinReported, openReported, type Report, subjectOf } from './report-issue.ts'

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
}

/** A report, decided on: it opens an issue, or joins the one that is open. */
export interface Reported {
  readonly issue: Decision<Issue>
  /** There where the issue is a new one. */
  readonly subject?: Decision<IssueSubject>
}

/** Decides whether a report joins the issue that is open for the same, and takes a number for a new one if not. */
export async function receiveReport(
  store: string,
  report: Report,
  by: string,
  now: string,
): Promise<Reported> {
  const id = subjectOf(store, report)
  const known = await find(issueSubjects, store, id)
  const newest = known === undefined ? undefined : await loadIssue(store, known.issueId)
  if (newest !== undefined && !isOfCheck(newest) && !isSettled(newest))
    return { issue: joinReported(newest, report, now) }
  const turn = (known?.version ?? 0) + 1
  const issue = openReported(store, report, { turn, number: await numbersFor(store, 1), by, now })
  return { issue, subject: { next: { id, store, version: turn, issueId: issue.next.id }, events: [] } }
}

/** Writes what was decided on a report. Errors: `stale-version` when the same was reported at the same time, `busy`. */
export async function commitReport(
  { issue, subject }: Reported,
  cause: Cause,
  at: string,
  marker: AnswerMarker | undefined,
): Promise<CommitOutcome> {
  const changes = [change(issues, issue), ...(subject === undefined ? [] : [change(issueSubjects, subject)])]
  const outcome = await commit(changes, cause, { at, marker, silent: true })
  if (outcome.outcome === 'exists')
    throw new DomainError('stale-version', 'the same was reported at the same time: try again')
  return outcome
}
