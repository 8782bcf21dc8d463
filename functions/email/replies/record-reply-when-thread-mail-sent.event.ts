import { threadMailSent } from '../../../events/email/mail-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { isThreadMail } from '../mails/mail.ts'
import { referenceTo, sesMessageId } from '../messages/thread-references.ts'
import { commitThreads, loadThread } from '../threads/thread.store.ts'
import { recordSent } from './record-answer.ts'

/** Records a sent mail in its thread, so that the customer's reply finds the thread. */
export const recordReplyWhenThreadMailSent = reaction({
  name: 'record-reply-when-thread-mail-sent',
  on: [threadMailSent],
  run: async ({ store, snapshot: mail }, { cause, now }) => {
    if (!isThreadMail(mail)) return
    const decision = recordSent(await loadThread(store, mail.threadId), mail, now)
    if (decision.events.length === 0) return
    const { messageId, threadId } = mail
    const refer =
      messageId === undefined ? [] : [{ key: referenceTo.mail(sesMessageId(messageId)), threadId }]
    await commitThreads(store, { decisions: [decision], refer }, cause, now)
  },
})
