import { complaintUnderstood } from '../../../events/email/thread-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { fileReport } from '../issues/reported-issue.usecase.ts'
import { findRun } from '../runs/run.store.ts'
import { complaintChange, findComplaint } from './complaint.store.ts'
import { complaintId, fileComplaint, reportOf, skusInComplaint } from './complaint.ts'

/** Opens an issue for a customer's complaint, or adds it to the open issue of the same subject: once. */
export const fileComplaintWhenUnderstood = reaction({
  name: 'file-complaint-when-understood',
  on: [complaintUnderstood],
  run: async (understood, { cause, now }) => {
    const { store, data } = understood
    const current = await findComplaint(store, complaintId(understood))
    const isFiled = current !== undefined && current.withdrawnAt === undefined
    if (isFiled || (current?.threadVersion ?? 0) > understood.aggregate.version) return
    const run = data.orderId === undefined ? undefined : await findRun(store, data.orderId)
    const skus = skusInComplaint({ category: data.category, text: data.excerpt }, run?.order.lines ?? [])
    await fileReport(store, reportOf(understood, skus), {
      by: cause.actor.id,
      cause,
      now,
      beside: ({ issue, subject }) => {
        const filed = { skus, issueId: issue.next.id, opened: subject !== undefined }
        return [complaintChange(fileComplaint(understood, current, filed, now))]
      },
    })
  },
})
