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

/** A quality issue: of one order and one check, or reported by somebody. */
export type Issue = IssueSnapshot
export type CheckIssue = Extract<Issue, { origin: 'check' }>
export type ReportedIssue = Exclude<Issue, { origin: 'check' }>
export type IssueStatus = Issue['status']

/** The id of a check's issue derives from its order and check, so a repeated failure finds the same issue. */
export const issueId = (store: string, orderId: string, check: string): string =>
  derivedId('iss', store, orderId, check)

const hour = 3_600_000
/** How long an issue may take, in milliseconds. */
const timeAllowed: Readonly<Record<Severity, number>> = {
  critical: 24 * hour,
  major: 72 * hour,
  minor: 168 * hour,
}

/** When an issue should be resolved: a day, three days or a week after it was opened. */
export const dueAt = (severity: Severity, openedAt: string): string =>
  new Date(Date.parse(openedAt) + timeAllowed[severity]).toISOString()

export const isOfCheck = (issue: Issue): issue is CheckIssue => issue.origin === 'check'

/** True when nothing is left to do about an issue, as far as is known. */
export const isClosed = ({ status }: Issue): boolean => status === 'resolved' || status === 'verified'

/** True when a failure of this kind keeps the order. */
export const blocks = ({ mode }: Pick<CheckIssue, 'mode'>): boolean => mode === 'hold' || mode === 'block'

/** The order and the check of an issue, as its events tell them. */
export const orderAndCheck = (issue: Issue): { orderId?: string; check?: string } =>
  isOfCheck(issue) ? { orderId: issue.orderId, check: issue.check } : {}

/** The next version of an issue with what happened in it. */
export const nextVersion = <I extends Issue>(
  issue: I,
  now: string,
  events: readonly Happened[],
): Decision<Issue> => ({ next: { ...issue, version: issue.version + 1, updatedAt: now }, events })

/** An issue that is worked on again: how it once ended is no longer so. */
export function reopened<I extends Issue>(issue: I): I {
  const { resolvedAt: _, resolution: __, finding: ___, ...rest } = issue
  return { ...rest, status: 'reopened' } as I
}

/** What people note about an issue; null takes a value away. */
export interface IssueEdit {
  readonly severity?: Severity | undefined
  readonly department?: Issue['department'] | undefined
  readonly assignee?: string | null | undefined
  readonly rootCause?: Issue['rootCause'] | null
  readonly costs?: Issue['costs'] | null
}

/** Notes what people found out about an issue; its due date follows its severity. Nothing new is no new version. */
export function editIssue(issue: Issue, edit: IssueEdit, now: string): Decision<Issue> {
  const given = Object.entries(edit).filter(([, value]) => value !== undefined)
  const fields = given
    .filter(
      ([name, value]) => JSON.stringify(issue[name as keyof Issue]) !== JSON.stringify(value ?? undefined),
    )
    .map(([name]) => name)
  if (fields.length === 0) return { next: issue, events: [] }
  const kept = Object.fromEntries(
    Object.entries({ ...issue, ...Object.fromEntries(given) }).filter(([, value]) => value !== null),
  ) as Issue
  const due = { dueAt: dueAt(kept.severity, kept.openedAt) }
  return nextVersion({ ...kept, ...due }, now, [issueChanged.happened({ ...orderAndCheck(issue), fields })])
}

/** Says something about an issue; the words stand in its history. */
export const commentOnIssue = (issue: Issue, comment: string, now: string): Decision<Issue> =>
  nextVersion({ ...issue, comments: (issue.comments ?? 0) + 1 }, now, [issueCommented.happened({ comment })])

export interface Triage {
  readonly department?: Issue['department'] | undefined
  readonly severity?: Severity | undefined
  readonly assignee?: string | undefined
}

/** Says whose work an open issue is, and how bad. */
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

/** Notes who works on an issue from now on. */
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
 * Notes that an issue was set right, or that nothing was wrong. What a check says against an order ends by the order's
 * correction or by a waiver, never by a word here. Error: `illegal-transition`.
 */
export function resolveIssue(issue: Issue, { resolution, note }: Resolve, now: string): Decision<Issue> {
  expectStatus(issue, 'resolve', ['open', 'triaged', 'in-progress', 'reopened'])
  if (isOfCheck(issue) && blocks(issue))
    throw illegalTransition(
      issue,
      'this issue keeps its order: it is expected to be corrected there, or to be waived',
    )
  return nextVersion({ ...issue, status: 'resolved', resolution, resolvedAt: now }, now, [
    issueResolved.happened({ ...orderAndCheck(issue), resolution, ...(note === undefined ? {} : { note }) }),
  ])
}

export interface Verify {
  readonly finding?: Issue['finding']
  readonly note?: string | undefined
}

/** Notes that somebody looked whether an issue is really resolved, and what they found it to have been. */
export function verifyIssue(issue: Issue, { finding, note }: Verify, now: string): Decision<Issue> {
  expectStatus(issue, 'verify', ['resolved'])
  const found = finding === undefined ? {} : { finding }
  return nextVersion({ ...issue, status: 'verified', ...found }, now, [
    issueVerified.happened({ ...found, ...(note === undefined ? {} : { note }) }),
  ])
}

/**
 * Takes up again what was resolved. With a waived issue its waiver ends; what a check found mended by itself it takes
 * up by itself. Error: `illegal-transition`.
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
  throw illegalTransition(
    issue,
    'the check no longer fails: to keep the order all the same, a hold is expected to be placed',
  )
}

type Waived = NonNullable<CheckIssue['waiver']>
type EndReason = NonNullable<Waived['ended']>['why']

/** The waiver of an issue, ended; nothing when there is none in force. */
export function endedWaiver(
  { waiver }: CheckIssue,
  why: EndReason,
  now: string,
): { waiver: Waived } | undefined {
  if (waiver === undefined || waiver.ended !== undefined) return undefined
  return { waiver: { ...waiver, ended: { at: now, why } } }
}

/** Ends the waiver of an issue: what it waived counts again, and keeps the order again. */
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
    `to ${action} an issue it is expected to be ${expected.join(' or ')}; this one is ${issue.status}`,
  )
}

/** Error `illegal-transition`: the issue does not allow what was asked. */
export const illegalTransition = (issue: Issue, message: string): DomainError =>
  new DomainError('illegal-transition', message, { details: { issueStatus: issue.status } })
