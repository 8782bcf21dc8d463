import {
  complaintDetached,
  issueOpened,
  issueResolved,
  occurrenceAdded,
  type Reference,
  type Severity,
  severities,
} from '../../../events/quality/issue-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import { dueAt, type Issue, isClosed, nextVersion, type ReportedIssue } from './issue.ts'

/** A reported problem. */
export interface Report {
  readonly origin: ReportedIssue['origin']
  readonly category: string
  readonly severity: Severity
  readonly department: Issue['department']
  readonly summary: string
  readonly description?: string | undefined
  readonly references: readonly Reference[]
}

/** References sorted and without duplicates, so that equal reports have equal references. */
export const sortedReferences = (references: readonly Reference[]): Reference[] =>
  [...new Map(references.map((one) => [`${one.kind} ${one.value}`, one]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)

/** The id of a report's subject: its category and its references. */
export const subjectOf = (store: string, { category, references }: Report): string =>
  derivedId(
    'sub',
    store,
    category,
    ...sortedReferences(references).flatMap(({ kind, value }) => [kind, value]),
  )

/** Opens an issue for a report. `sequence` numbers the issues of one subject: each is opened after the previous one is closed. */
export function openReportedIssue(
  store: string,
  report: Report,
  { sequence, number, by, now }: { sequence: number; number: number; by: string; now: string },
): Decision<Issue> {
  const { origin, category, severity, department, summary, description } = report
  const next: ReportedIssue = {
    origin,
    id: derivedId('iss', subjectOf(store, report), String(sequence)),
    store,
    version: 1,
    number,
    category,
    severity,
    department,
    status: 'open',
    references: sortedReferences(report.references),
    summary,
    ...(description === undefined ? {} : { description }),
    occurrences: 1,
    openedAt: now,
    openedBy: by,
    updatedAt: now,
    dueAt: dueAt(severity, now),
  }
  return { next, events: [issueOpened.happened({ blocks: false })] }
}

/** Adds an occurrence to an open issue; a worse report raises its severity. */
export function addOccurrence(issue: ReportedIssue, report: Report, now: string): Decision<Issue> {
  const { summary, description } = report
  const severity = worseSeverity(issue.severity, report.severity)
  const occurrences = issue.occurrences + 1
  return nextVersion({ ...issue, occurrences, severity, dueAt: dueAt(severity, issue.openedAt) }, now, [
    occurrenceAdded.happened({ summary, occurrences, ...(description === undefined ? {} : { description }) }),
  ])
}

/** Removes one report from an issue; without any report left it is resolved as no fault. */
export function detachComplaint(issue: ReportedIssue, now: string): Decision<Issue> {
  const occurrences = Math.max(0, issue.occurrences - 1)
  const detached = complaintDetached.happened({ occurrences })
  const next: ReportedIssue = { ...issue, occurrences }
  if (occurrences > 0 || isClosed(issue)) return nextVersion(next, now, [detached])
  return nextVersion({ ...next, status: 'resolved', resolution: 'no-fault', resolvedAt: now }, now, [
    detached,
    issueResolved.happened({ resolution: 'no-fault' }),
  ])
}

const worseSeverity = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) <= severities.indexOf(other) ? one : other
