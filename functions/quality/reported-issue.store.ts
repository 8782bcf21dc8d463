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
  keeps: 'sale',
}

/** A report, decided on: it opens an issue, or joins the one that is open. */
export interface Reported {
  readonly issue: Decision<Issue>
  /** There where the issue is a new one. */
  readonly subject?: Decision<IssueSubject>
}

/** How often a report is decided on anew when the same was reported at the same time. */
const tries = 5

/** Who reports, when and in what request, and how its answer is kept. */
export interface Reporting {
  readonly by: string
  readonly cause: Cause
  readonly now: string
  readonly markerOf: (reported: Reported) => AnswerMarker | undefined
}

/** Takes a report: opens an issue, or joins the one that is open for the same. Errors: `stale-version`, `busy`. */
export async function takeReport(
  store: string,
  report: Report,
  reporting: Reporting,
): Promise<{ readonly reported: Reported; readonly outcome: CommitOutcome }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reported = await decide(store, report, reporting)
      return { reported, outcome: await commitReport(reported, reporting) }
    } catch (error) {
      const stale = error instanceof DomainError && error.code === 'stale-version'
      if (!stale || attempt >= tries) throw error
    }
  }
}

/** Whether a report joins the issue that is open for the same; for a new one it takes a number. */
async function decide(store: string, report: Report, { by, now }: Reporting): Promise<Reported> {
  const id = subjectOf(store, report)
  const known = await find(issueSubjects, store, id)
  const newest = known === undefined ? undefined : await loadIssue(store, known.issueId)
  if (newest !== undefined && !isOfCheck(newest) && !isSettled(newest))
    return { issue: joinReported(newest, report, now) }
  const turn = (known?.version ?? 0) + 1
  const issue = openReported(store, report, { turn, number: await numbersFor(store, 1), by, now })
  return { issue, subject: { next: { id, store, version: turn, issueId: issue.next.id }, events: [] } }
}

async function commitReport(reported: Reported, { cause, now, markerOf }: Reporting): Promise<CommitOutcome> {
  const { issue, subject } = reported
  const changes = [change(issues, issue), ...(subject === undefined ? [] : [change(issueSubjects, subject)])]
  const outcome = await commit(changes, cause, { at: now, marker: markerOf(reported), silent: true })
  if (outcome.outcome === 'exists')
    throw new DomainError('stale-version', 'the same was reported at the same time: try again')
  return outcome
}
