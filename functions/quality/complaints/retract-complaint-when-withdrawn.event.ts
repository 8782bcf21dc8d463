import { complaintWithdrawn } from '../../../events/email/thread-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitRetraction, findComplaint } from './complaint.store.ts'
import { complaintId } from './complaint.ts'

/** Counts a customer's complaint no more at its issue when an analyst said that it is about something else. */
export const retractComplaintWhenWithdrawn = reaction({
  name: 'retract-complaint-when-withdrawn',
  on: [complaintWithdrawn],
  run: async (withdrawn, { cause, now }) => {
    const { store, aggregate } = withdrawn
    const complaint = await findComplaint(store, complaintId(withdrawn))
    // What was told before may come after: then this waits for it.
    if (complaint === undefined)
      throw new DomainError('busy', 'a complaint that is filed is expected; this one is not yet')
    if (complaint.withdrawnAt !== undefined || complaint.threadVersion > aggregate.version) return
    await commitRetraction(complaint, aggregate.version, cause, now)
  },
})
