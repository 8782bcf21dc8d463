import {
  type IssueSnapshot,
  issueChanged,
  issueCommented,
  issueReopened,
  issueResolved,
  issueStarted,
  issueTriaged,
  issueVerified,
  type Severity,
  waiverEnded,
} from '../../../events/quality/issue-events.ts'
import type { Decision, Happened } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { derivedId } from '../../../shared/ids.ts'

/** A quality issue: of one order and one check, or reported by a person, a channel or a customer. */
export type Issue = IssueSnapshot
export type CheckIssue = Extract<Issue, { origin: 'check' }>
export type ReportedIssue = Exclude<Issue, { origin: 'check' }>
export type IssueStatus = Issue['status']

/** The id of a check's issue derives from its order and check, so a repeated failure finds the same issue. */
export const issueId = (store: string, orderId: string, check: string): string =>
  derivedId('iss', store, orderId, check)

const hour = 3_600_000
/** Time to resolve an issue, in milliseconds. */
const timeAllowed: Readonly<Record<Severity, number>> = {
  critical: 24 * hour,
  major: 72 * hour,
  minor: 168 * hour,
}

/** Due date of an issue: a day, three days or a week after it was opened. */
export const dueAt = (severity: Severity, openedAt: string): string =>
  new Date(Date.parse(openedAt) + timeAllowed[severity]).toISOString()

export const isOfCheck = (issue: Issue): issue is CheckIssue => issue.origin === 'check'

/** True when the issue needs no further work. */
export const isClosed = ({ status }: Issue): boolean => status === 'resolved' || status === 'verified'

/** True when a failure in this mode holds the order. */
export const blocks = ({ mode }: Pick<CheckIssue, 'mode'>): boolean => mode === 'hold' || mode === 'block'

/** The order and the check of an issue, for its events. */
export const orderAndCheck = (issue: Issue): { orderId?: string; check?: string } =>
  isOfCheck(issue) ? { orderId: issue.orderId, check: issue.check } : {}

/** The next version of an issue, with its events. */
export const nextVersion = <I extends Issue>(
  issue: I,
  now: string,
  events: readonly Happened[],
): Decision<Issue> => ({ next: { ...issue, version: issue.version + 1, updatedAt: now }, events })

/** An issue in status `reopened`, without its resolution. */
export function reopened<I extends Issue>(issue: I): I {
  const { resolvedAt: _, resolution: __, finding: ___, ...rest } = issue
  return { ...rest, status: 'reopened' } as I
}

/** Fields of an update; null removes a value. */
export interface IssueEdit {
  readonly severity?: Severity | undefined
  readonly department?: Issue['department'] | undefined
  readonly assignee?: string | null | undefined
  readonly rootCause?: Issue['rootCause'] | null
  readonly costs?: Issue['costs'] | null
}

/** Updates an issue; its due date follows its severity. Without a change there is no new version. */
export function editIssue(issue: Issue, edit: IssueEdit, now: string): Decision<Issue> {
  const changes = Object.entries(edit).filter(([, value]) => value !== undefined)
  const fields = changes
    .filter(
      ([name, value]) => JSON.stringify(issue[name as keyof Issue]) !== JSON.stringify(value ?? undefined),
    )
    .map(([name]) => name)
  if (fields.length === 0) return { next: issue, events: [] }
  const updated = Object.fromEntries(
    Object.entries({ ...issue, ...Object.fromEntries(changes) }).filter(([, value]) => value !== null),
  ) as Issue
  const due = { dueAt: dueAt(updated.severity, updated.openedAt) }
  return nextVersion({ ...updated, ...due }, now, [
    issueChanged.happened({ ...orderAndCheck(issue), fields }),
  ])
}

/** Adds a comment to an issue; the text is stored in the history only. */
export const commentOnIssue = (issue: Issue, comment: string, now: string): Decision<Issue> =>
  nextVersion({ ...issue, comments: (issue.comments ?? 0) + 1 }, now, [issueCommented.happened({ comment })])

export interface Triage {
  readonly department?: Issue['department'] | undefined
  readonly severity?: Severity | undefined
  readonly assignee?: string | undefined
}

/** Assigns an open issue to a department, with a severity. */
export function triageIssue(issue: Issue, triage: Triage, now: string): Decision<Issue> {
  expectStatus(issue, 'triage', ['open', 'reopened'])
  const severity = triage.severity ?? issue.severity
  const department = triage.department ?? issue.department
  const assignee = triage.assignee === undefined ? {} : { assignee: triage.assignee }
  const next = { ...issue, status: 'triaged' as const, severity, department, ...assignee }
  return nextVersion({ ...next, dueAt: dueAt(severity, issue.openedAt) }, now, [
    issueTriaged.happened({ department, ...assignee }),
  ])
}

/** Records who works on an issue. */
export function startIssue(issue: Issue, assignee: string, now: string): Decision<Issue> {
  expectStatus(issue, 'start', ['open', 'triaged', 'reopened'])
  return nextVersion({ ...issue, status: 'in-progress', assignee }, now, [
    issueStarted.happened({ assignee }),
  ])
}

export interface Resolve {
  readonly resolution: 'fixed' | 'no-fault'
  readonly note?: string | undefined
}

/**
 * Resolves an issue as fixed or as no fault. An issue that holds its order cannot be resolved here: the order must be
 * corrected or the check waived. Error: `illegal-transition`.
 */
export function resolveIssue(issue: Issue, { resolution, note }: Resolve, now: string): Decision<Issue> {
  expectStatus(issue, 'resolve', ['open', 'triaged', 'in-progress', 'reopened'])
  if (isOfCheck(issue) && blocks(issue))
    throw illegalTransition(issue, 'The issue holds its order. Correct the order or waive the check.')
  return nextVersion({ ...issue, status: 'resolved', resolution, resolvedAt: now }, now, [
    issueResolved.happened({ ...orderAndCheck(issue), resolution, ...(note === undefined ? {} : { note }) }),
  ])
}

export interface Verify {
  readonly finding?: Issue['finding']
  readonly note?: string | undefined
}

/** Records that a resolved issue was verified, with the finding. */
export function verifyIssue(issue: Issue, { finding, note }: Verify, now: string): Decision<Issue> {
  expectStatus(issue, 'verify', ['resolved'])
  const found = finding === undefined ? {} : { finding }
  return nextVersion({ ...issue, status: 'verified', ...found }, now, [
    issueVerified.happened({ ...found, ...(note === undefined ? {} : { note }) }),
  ])
}

/**
 * Reopens a resolved issue. This ends its waiver. An issue whose check passes again cannot be reopened by hand; the
 * check does it. Error: `illegal-transition`.
 */
export function reopenIssue(issue: Issue, reason: string, now: string): Decision<Issue> {
  expectStatus(issue, 'reopen', ['resolved', 'verified'])
  if (!isOfCheck(issue))
    return nextVersion(reopened(issue), now, [issueReopened.happened({ blocks: false, reason })])
  if (issue.waiver !== undefined && issue.waiver.ended === undefined)
    return endWaiver(issue, 'revoked', now, reason)
  if (issue.resolution === 'fixed' || issue.resolution === 'no-fault')
    return nextVersion(reopened(issue), now, [
      issueReopened.happened({ ...orderAndCheck(issue), blocks: false, reason }),
    ])
  throw illegalTransition(issue, 'The check no longer fails. Place a hold to stop the order.')
}

type Waived = NonNullable<CheckIssue['waiver']>
type EndReason = NonNullable<Waived['ended']>['why']

/** The waiver of an issue, ended; undefined when none is in force. */
export function endedWaiver(
  { waiver }: CheckIssue,
  why: EndReason,
  now: string,
): { waiver: Waived } | undefined {
  if (waiver === undefined || waiver.ended !== undefined) return undefined
  return { waiver: { ...waiver, ended: { at: now, why } } }
}

/** Ends the waiver of an issue: the failure counts again and holds the order again. */
export function endWaiver(issue: CheckIssue, why: EndReason, now: string, reason?: string): Decision<Issue> {
  const ended = endedWaiver(issue, why, now)
  if (ended === undefined) return { next: issue, events: [] }
  const { orderId, check } = issue
  return nextVersion({ ...reopened(issue), ...ended }, now, [
    waiverEnded.happened({ orderId, check, why }),
    issueReopened.happened({
      orderId,
      check,
      blocks: blocks(issue),
      ...(reason === undefined ? {} : { reason }),
    }),
  ])
}

function expectStatus(issue: Issue, action: string, expected: readonly IssueStatus[]): void {
  if (expected.includes(issue.status)) return
  throw illegalTransition(
    issue,
    `Cannot ${action} an issue that is ${issue.status}. Allowed: ${expected.join(', ')}.`,
  )
}

/** Error `illegal-transition`: the status of the issue does not allow the action. */
export const illegalTransition = (issue: Issue, message: string): DomainError =>
  new DomainError('illegal-transition', message, { details: { issueStatus: issue.status } })
