import { mailBounced, mailSuppressed } from '../../../events/email/mail-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { isThreadMail } from '../mails/mail.ts'
import { commitThread, loadThread } from '../threads/thread.store.ts'
import { recordFailed } from './record-answer.ts'

/** Reopens a thread whose reply did not reach the customer. */
export const reopenThreadWhenReplyFails = reaction({
  name: 'reopen-thread-when-reply-fails',
  on: [mailBounced, mailSuppressed],
  run: async ({ store, data, snapshot: mail }, { cause, now }) => {
    if (!isThreadMail(mail) || ('permanent' in data && !data.permanent)) return
    const thread = await loadThread(store, mail.threadId)
    const reason = 'permanent' in data ? 'bounced' : 'suppressed'
    await commitThread(recordFailed(thread, mail, reason, now), cause, now)
  },
})
