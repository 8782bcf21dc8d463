import { complaintUnderstood } from '../../events/thread-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { change } from '../../shared/table/commit.store.ts'
import { complaints, findComplaint } from './complaint.store.ts'
import { complaintId, fileComplaint, reportOf, skusMeant } from './complaint.ts'
import { findRun } from './quality.store.ts'
import { takeReport } from './reported-issue.store.ts'

/** Makes a customer's complaint an issue, or counts it at the one that is open for the same: once. */
export const fileComplaintWhenUnderstood = reaction({
  name: 'file-complaint-when-understood',
  on: [complaintUnderstood],
  run: async (understood, { cause, now }) => {
    const { store, data } = understood
    if ((await findComplaint(store, complaintId(understood))) !== undefined) return
    const run = data.orderId === undefined ? undefined : await findRun(store, data.orderId)
    const skus = skusMeant({ category: data.category, words: data.excerpt }, run?.order.lines ?? [])
    await takeReport(store, reportOf(understood, skus), {
      by: cause.actor.id,
      cause,
      now,
      beside: ({ issue, subject }) => [
        change(
          complaints,
          fileComplaint(understood, { skus, issueId: issue.next.id, opened: subject !== undefined }, now),
        ),
      ],
    })
  },
})
