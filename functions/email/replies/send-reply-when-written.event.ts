import { replyWritten } from '../../../events/email/mail-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { findMail } from '../mails/mail.store.ts'
import { isThreadMail } from '../mails/mail.ts'
import { sendReply } from './send-thread-mail.usecase.ts'

/** Sends a reply that was written. */
export const sendReplyWhenWritten = reaction({
  name: 'send-reply-when-written',
  on: [replyWritten],
  run: async ({ store, snapshot }, context) => {
    const mail = await findMail(store, snapshot.id)
    if (mail !== undefined && isThreadMail(mail)) await sendReply(mail, context)
  },
})
