import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { isSuppressed } from '../suppressions/suppression.store.ts'
import type { MailContent } from './content/mail-content.ts'
import { eraseMail, isErasedMail } from './erase-mail.ts'
import { sendMail } from './mail.client.ts'
import { commitMail, commitWithoutEvents } from './mail.store.ts'
import {
  claimStatus,
  isThreadMail,
  type Mail,
  type MailDecision,
  markSent,
  reclaim,
  releaseClaim,
  suppressMail,
} from './mail.ts'
import { findOrderProjection } from './order-projection.store.ts'

interface Sending {
  readonly cause: Cause
  readonly now: string
}

/**
 * Sends a mail, `first` being its claim, once however often this runs, wherever it is cut off, whoever runs beside it:
 * claim by a conditional write, send, mark as sent.
 *
 * SES offers no idempotency, so between sending and marking only its own word (`Email Sent`, which marks the mail
 * too) tells whether a cut-off run had sent. A repeat therefore waits while a claim is young, and sends again only
 * when five minutes have passed without that word.
 * Errors: `busy` (again later), `stale-version` (again at once), `invalid-request` when SES refuses this mail.
 */
export async function sendOnce(first: MailDecision, letter: MailContent, sending: Sending): Promise<void> {
  const { store, to } = first.next
  const [mail, suppressed] = await Promise.all([claim(first, sending), isSuppressed(store, to)])
  if (mail !== undefined) await send(mail, suppressed, letter, sending)
}

/** Sends a mail that was written before, as `sendOnce` does, with the same errors. */
export async function sendWritten(written: Mail, letter: MailContent, sending: Sending): Promise<void> {
  const [mail, suppressed] = await Promise.all([
    claimExisting(written, sending),
    isSuppressed(written.store, written.to),
  ])
  if (mail !== undefined) await send(mail, suppressed, letter, sending)
}

/** Writes a mail that nobody is to be sent, so that its order is found by it. Errors: `stale-version`, `busy`. */
export async function recordOnce(first: MailDecision, { cause, now }: Sending): Promise<void> {
  const written = await commitWithoutEvents(first, cause, now)
  const mail = written.outcome === 'exists' ? (written.current as Mail) : first.next
  if (!isErasedMail(mail) && (await isOfErasedOrder(mail)))
    await commitWithoutEvents(eraseMail(mail), cause, now)
}

/**
 * Looked at once the mail is written: either its order's erasure finds the mail, or the mail finds the erasure. One of
 * an acceptance has met it by being written: the erasure leaves a mail in its place.
 */
const isOfErasedOrder = async (mail: Mail): Promise<boolean> =>
  !isThreadMail(mail) &&
  mail.kind === 'order-needs-correction' &&
  (await findOrderProjection(mail.store, mail.orderId))?.erasedAt !== undefined

async function send(
  mail: Mail,
  suppressed: boolean,
  letter: MailContent,
  { cause, now }: Sending,
): Promise<void> {
  if (await isOfErasedOrder(mail)) {
    await commitWithoutEvents(eraseMail(mail), cause, now)
    return
  }
  if (suppressed) {
    await commitMail(suppressMail(mail), cause, now)
    return
  }
  const sent = await sendMail(mail, letter)
  if (sent.outcome === 'taken') {
    await commitMail(markSent(mail, sent.messageId, now), cause, now)
    return
  }
  await commitWithoutEvents(releaseClaim(mail), cause, now)
  throw sent.transient
    ? new DomainError('busy', `SES does not take mail at the moment: ${sent.code}`)
    : new DomainError('invalid-request', `a mail that SES takes is expected, but it refused: ${sent.code}`)
}

/** The mail, claimed by this run alone; nothing when it is settled. Error: `busy` while another run has it. */
async function claim(first: MailDecision, sending: Sending): Promise<Mail | undefined> {
  const written = await commitWithoutEvents(first, sending.cause, sending.now)
  return written.outcome === 'exists' ? claimExisting(written.current as Mail, sending) : first.next
}

async function claimExisting(there: Mail, { cause, now }: Sending): Promise<Mail | undefined> {
  switch (claimStatus(there, now)) {
    case 'settled':
      return undefined
    case 'under-way':
      throw new DomainError(
        'busy',
        'this mail is being sent, or was until a run broke off; word of it is awaited',
      )
    case 'open': {
      const again = reclaim(there, now)
      await commitWithoutEvents(again, cause, now)
      return again.next
    }
  }
}
