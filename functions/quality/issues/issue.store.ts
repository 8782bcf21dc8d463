import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { listEach } from '../../../shared/table/list.store.ts'
import { find, findTogether, load, loadAll } from '../../../shared/table/load.store.ts'
import { takeNumbers } from '../../../shared/table/number.store.ts'
import { type CheckIssue, type Issue, isClosed, isOfCheck, issueId } from './issue.ts'
import { weekOf } from './week.ts'

/** `gsi1`: issues by department, open and closed apart, first due first. `gsi2`: issues of a check, by week. */
export const issues: AggregateKind<Issue> = {
  name: 'ISSUE',
  slice: 'quality',
  type: 'issue',
  retention: 'sale',
  personal: personalRecordOf,
  index: (issue) => ({
    gsi1pk: departmentPartition(issue.store, issue.department, isClosed(issue)),
    gsi1sk: `${issue.dueAt}#${issue.id}`,
    ...(isOfCheck(issue)
      ? {
          gsi2pk: lists.issuesOfCheck.partition(issue.store, issue.check, weekOf(issue.openedAt)),
          gsi2sk: `${issue.openedAt}#${issue.id}`,
        }
      : {}),
  }),
}

/** The record whose erasure covers an issue: its order, or the issue itself when it has none. */
function personalRecordOf(issue: Issue): string | undefined {
  if (issue.erasedAt !== undefined) return undefined
  if (isOfCheck(issue)) return issue.orderId
  return issue.references.find(({ kind }) => kind === 'order')?.value ?? issue.id
}

export const departmentPartition = (
  store: string,
  department: Issue['department'],
  closed: boolean,
): PartitionKey => lists.issuesOfDepartment.partition(store, department, closed ? 'settled' : 'open')

/** The issues of an order, for the checks that may have opened one; strongly consistent. */
export const issuesOf = async (
  store: string,
  orderId: string,
  codes: readonly string[],
): Promise<CheckIssue[]> => {
  const wanted = codes.map((code) => ({ kind: issues, id: issueId(store, orderId, code) }))
  return (await findTogether(store, wanted)).flatMap((issue) =>
    issue !== undefined && isOfCheck(issue) ? issue : [],
  )
}

/** All issues that a check opened in a week, oldest first. */
export async function issuesOfWeek(store: string, check: string, week: string): Promise<CheckIssue[]> {
  const partition = lists.issuesOfCheck.partition(store, check, week)
  return (
    await Array.fromAsync(listEach(issues, store, { index: lists.issuesOfCheck.index, partition }))
  ).filter(isOfCheck)
}

/** Issues by their ids, any number. */
export const loadIssues = (store: string, ids: readonly string[]): Promise<Issue[]> =>
  loadAll(issues, store, ids)

export const findIssue = (store: string, id: string): Promise<Issue | undefined> => find(issues, store, id)

/** Error: `not-found`. */
export const loadIssue = (store: string, id: string): Promise<Issue> => load(issues, store, id)

/** Writes a decided issue with its events. Errors: `stale-version`, `busy`. */
export const commitIssue = (
  decision: Decision<Issue>,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(issues, decision)], cause, { at, marker })

/** Writes an issue even when its decision has no events, such as an erasure. Errors: `stale-version`, `busy`. */
export async function commitIssueWithoutEvents(
  decision: Decision<Issue>,
  cause: Cause,
  at: string,
): Promise<void> {
  await commit([change(issues, decision)], cause, { at, withoutEvents: true })
}

/** Takes `count` numbers for new issues of a store and returns the first; takes none for 0. */
export const numbersFor = async (store: string, count: number): Promise<number> =>
  count === 0 ? 0 : takeNumbers(store, 'ISSUE', count)
