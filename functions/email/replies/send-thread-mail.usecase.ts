import type { Cause } from '../../../shared/decision.ts'
import { env } from '../../../shared/env.ts'
import type { MailContent } from '../mails/content/mail-content.ts'
import { threadMailContent } from '../mails/content/thread-mail-content.ts'
import { type MailDecision, type ThreadMail } from '../mails/mail.ts'
import { sendOnce, sendWritten } from '../mails/send-once.usecase.ts'
import { replyAddress } from '../messages/thread-references.ts'
import { tokenOfThread } from '../messages/thread-token.client.ts'

interface Sending {
  readonly cause: Cause
  readonly now: string
}

/** Sends a stored reply, once. Errors: those of `sendOnce`. */
export const sendReply = async (reply: ThreadMail, sending: Sending): Promise<void> =>
  sendWritten(reply, await contentOf(reply), sending)

/** Sends an acknowledgement by its claim, once. Errors: those of `sendOnce`. */
export const sendAcknowledgement = async (claim: MailDecision<ThreadMail>, sending: Sending): Promise<void> =>
  sendOnce(claim, await contentOf(claim.next), sending)

async function contentOf(mail: ThreadMail): Promise<MailContent> {
  const token = await tokenOfThread(mail.store, mail.threadId)
  return threadMailContent(mail, replyAddress(mail.store, token, env('MAIL_DOMAIN')))
}
