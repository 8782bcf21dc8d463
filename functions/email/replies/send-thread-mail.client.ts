import type { Cause } from '../../../shared/decision.ts'
import { env } from '../../../shared/env.ts'
import { signingKey } from '../../../shared/secret.client.ts'
import { type MailDecision, type ThreadMail } from '../mails/mail.ts'
import type { Letter } from '../mails/mail-content.ts'
import { sendOnce, sendWritten } from '../mails/send-once.client.ts'
import { threadToken } from '../messages/thread-references.ts'
import { threadLetter } from './thread-mail.ts'

interface Sending {
  readonly cause: Cause
  readonly now: string
}

/** Sends a reply that was written, once. Errors: those of `sendOnce`. */
export const sendReply = async (reply: ThreadMail, sending: Sending): Promise<void> =>
  sendWritten(reply, await letterOf(reply), sending)

/** Sends the acknowledgement of a thread by its claim, once. Errors: those of `sendOnce`. */
export const sendAcknowledgement = async (claim: MailDecision<ThreadMail>, sending: Sending): Promise<void> =>
  sendOnce(claim, await letterOf(claim.next), sending)

async function letterOf(mail: ThreadMail): Promise<Letter> {
  const token = threadToken(mail.store, mail.threadId, await signingKey())
  return threadLetter(mail, token, env('MAIL_DOMAIN'))
}
