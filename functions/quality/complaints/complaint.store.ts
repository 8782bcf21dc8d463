import type { Cause } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { find } from '../../../shared/table/load.store.ts'
import { issues, loadIssue } from '../issues/issue.store.ts'
import { isOfCheck } from '../issues/issue.ts'
import { detachComplaint } from '../issues/report-issue.ts'
import { type Complaint, retractComplaint } from './complaint.ts'

/** `gsi1`: complaints of a category, by time, so that they can be counted; one that was retracted is not there. */
export const complaints: AggregateKind<Complaint> = {
  name: 'COMPLAINT',
  slice: 'quality',
  type: 'complaint',
  retention: 'sale',
  index: ({ store, category, filedAt, id, withdrawnAt }) =>
    withdrawnAt === undefined
      ? { gsi1pk: lists.complaintsOfCategory.partition(store, category), gsi1sk: `${filedAt}#${id}` }
      : {},
}

export const findComplaint = (store: string, id: string): Promise<Complaint | undefined> =>
  find(complaints, store, id)

/** Takes a complaint back from the issue at which it counts, in one write. Errors: `stale-version`, `busy`. */
export async function commitRetraction(
  complaint: Complaint,
  threadVersion: number,
  cause: Cause,
  now: string,
): Promise<void> {
  const issue = await loadIssue(complaint.store, complaint.issueId)
  const uncount = isOfCheck(issue) ? [] : [change(issues, detachComplaint(issue, now))]
  const retracted = change(complaints, retractComplaint(complaint, threadVersion, now))
  await commit([retracted, ...uncount], cause, { at: now })
}
