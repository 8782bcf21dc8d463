import { complaintWithdrawn } from '../../../events/email/thread-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { loadIssue } from '../issues/issue.store.ts'
import { isOfCheck } from '../issues/issue.ts'
import { detachComplaint } from '../issues/report-issue.ts'
import { commitRetraction, findComplaint } from './complaint.store.ts'
import { complaintId, retractComplaint } from './complaint.ts'

/** Detaches a complaint from its issue when an analyst corrects what the customer's message is about. */
export const retractComplaintWhenWithdrawn = reaction({
  name: 'retract-complaint-when-withdrawn',
  on: [complaintWithdrawn],
  run: async (withdrawn, { cause, now }) => {
    const { store, aggregate } = withdrawn
    const complaint = await findComplaint(store, complaintId(withdrawn))
    // Events arrive in any order: the event that files the complaint may still be on its way.
    if (complaint === undefined) throw new DomainError('busy', 'Complaint is not filed yet; retry.')
    if (complaint.withdrawnAt !== undefined || complaint.threadVersion > aggregate.version) return
    const issue = await loadIssue(store, complaint.issueId)
    await commitRetraction(
      retractComplaint(complaint, aggregate.version, now),
      isOfCheck(issue) ? undefined : detachComplaint(issue, now),
      cause,
      now,
    )
  },
})
