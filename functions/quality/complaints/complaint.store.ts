import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type Change, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { find } from '../../../shared/table/load.store.ts'
import { issues } from '../issues/issue.store.ts'
import type { Issue } from '../issues/issue.ts'
import type { Complaint } from './complaint.ts'

/** `gsi1`: complaints of a category by time, for counting. A withdrawn complaint leaves the index. */
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

/** A decided complaint as part of a commit with its issue. */
export const complaintChange = (decision: Decision<Complaint>): Change => change(complaints, decision)

/** Writes a retracted complaint, and the issue that no longer counts it, in one write. Errors: `stale-version`, `busy`. */
export async function commitRetraction(
  complaint: Decision<Complaint>,
  issue: Decision<Issue> | undefined,
  cause: Cause,
  at: string,
): Promise<void> {
  const counted = issue === undefined ? [] : [change(issues, issue)]
  await commit([complaintChange(complaint), ...counted], cause, { at })
}
