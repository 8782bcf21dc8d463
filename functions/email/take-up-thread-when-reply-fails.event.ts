import { mailBounced, mailSuppressed } from '../../events/mail-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { noteFailed } from './answer-thread.ts'
import { isThreadMail } from './mail.ts'
import { commitThread, loadThread } from './thread.store.ts'

/** Takes a conversation up again whose answer did not reach the customer. */
export const takeUpThreadWhenReplyFails = reaction({
  name: 'take-up-thread-when-reply-fails',
  on: [mailBounced, mailSuppressed],
  run: async ({ store, data, snapshot: mail }, { cause, now }) => {
    if (!isThreadMail(mail) || ('permanent' in data && !data.permanent)) return
    const thread = await loadThread(store, mail.threadId)
    const why = 'permanent' in data ? 'bounced' : 'suppressed'
    await commitThread(noteFailed(thread, mail, why, now), cause, now)
  },
})
