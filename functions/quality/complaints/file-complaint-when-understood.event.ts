import { complaintUnderstood } from '../../../events/email/thread-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { change } from '../../../shared/table/commit.store.ts'
import { fileReport } from '../issues/reported-issue.usecase.ts'
import { findRun } from '../runs/run.store.ts'
import { complaints, findComplaint } from './complaint.store.ts'
import { complaintId, fileComplaint, reportOf, skusInComplaint } from './complaint.ts'

/** Makes a customer's complaint an issue, or counts it at the one that is open for the same: once. */
export const fileComplaintWhenUnderstood = reaction({
  name: 'file-complaint-when-understood',
  on: [complaintUnderstood],
  run: async (understood, { cause, now }) => {
    const { store, data } = understood
    const known = await findComplaint(store, complaintId(understood))
    const counts = known !== undefined && known.withdrawnAt === undefined
    if (counts || (known?.threadVersion ?? 0) > understood.aggregate.version) return
    const run = data.orderId === undefined ? undefined : await findRun(store, data.orderId)
    const skus = skusInComplaint({ category: data.category, words: data.excerpt }, run?.order.lines ?? [])
    await fileReport(store, reportOf(understood, skus), {
      by: cause.actor.id,
      cause,
      now,
      beside: ({ issue, subject }) => [
        change(
          complaints,
          fileComplaint(
            understood,
            known,
            { skus, issueId: issue.next.id, opened: subject !== undefined },
            now,
          ),
        ),
      ],
    })
  },
})
