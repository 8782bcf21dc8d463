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

interface Context {
  readonly cause: Cause
  readonly now: string
}

/**
 * Sends a mail once, however often this runs and wherever a run is interrupted: claim by a conditional write, send,
 * mark as sent. `claim` is the first version of the mail.
 *
 * SES has no idempotency. After an interrupted run only its event (`Email Sent`, which also marks the mail) shows that
 * the mail was sent. A repeat therefore waits while a claim is young, and sends again when five minutes have passed
 * without that event.
 * Errors: `busy` (retry later), `stale-version` (retry at once), `invalid-request` when SES rejects this mail.
 */
export async function sendOnce(claim: MailDecision, content: MailContent, context: Context): Promise<void> {
  const { store, to } = claim.next
  const [mail, suppressed] = await Promise.all([claimOnce(claim, context), isSuppressed(store, to)])
  if (mail !== undefined) await send(mail, suppressed, content, context)
}

/** Sends a mail that is already stored, as `sendOnce` does, with the same errors. */
export async function sendWritten(written: Mail, content: MailContent, context: Context): Promise<void> {
  const [mail, suppressed] = await Promise.all([
    claimExisting(written, context),
    isSuppressed(written.store, written.to),
  ])
  if (mail !== undefined) await send(mail, suppressed, content, context)
}

/** Stores a mail that is not sent, so that its order is found by it. Errors: `stale-version`, `busy`. */
export async function recordOnce(first: MailDecision, { cause, now }: Context): Promise<void> {
  const written = await commitWithoutEvents(first, cause, now)
  const mail = written.outcome === 'exists' ? (written.current as Mail) : first.next
  if (!isErasedMail(mail) && (await isOfErasedOrder(mail)))
    await commitWithoutEvents(eraseMail(mail), cause, now)
}

/**
 * Checked after the mail is written: either the erasure of the order finds the mail, or the mail finds the erasure. An
 * acceptance needs no check: the erasure leaves a mail with its id.
 */
const isOfErasedOrder = async (mail: Mail): Promise<boolean> =>
  !isThreadMail(mail) &&
  mail.kind === 'order-needs-correction' &&
  (await findOrderProjection(mail.store, mail.orderId))?.erasedAt !== undefined

async function send(
  mail: Mail,
  suppressed: boolean,
  content: MailContent,
  { cause, now }: Context,
): Promise<void> {
  if (await isOfErasedOrder(mail)) {
    await commitWithoutEvents(eraseMail(mail), cause, now)
    return
  }
  if (suppressed) {
    await commitMail(suppressMail(mail), cause, now)
    return
  }
  const sent = await sendMail(mail, content)
  if (sent.outcome === 'accepted') {
    await commitMail(markSent(mail, sent.messageId, now), cause, now)
    return
  }
  await commitWithoutEvents(releaseClaim(mail), cause, now)
  throw sent.transient
    ? new DomainError('busy', `SES is not accepting mail now (${sent.code}); retry later.`)
    : new DomainError('invalid-request', `SES rejected the mail: ${sent.code}.`)
}

/** The mail, claimed by this run alone; `undefined` when it is done. Error: `busy` while another run has it. */
async function claimOnce(claim: MailDecision, context: Context): Promise<Mail | undefined> {
  const written = await commitWithoutEvents(claim, context.cause, context.now)
  return written.outcome === 'exists' ? claimExisting(written.current as Mail, context) : claim.next
}

async function claimExisting(mail: Mail, { cause, now }: Context): Promise<Mail | undefined> {
  switch (claimStatus(mail, now)) {
    case 'done':
      return undefined
    case 'in-progress':
      throw new DomainError('busy', 'Mail is being sent; wait for the event of SES.')
    case 'claimable': {
      const claim = reclaim(mail, now)
      await commitWithoutEvents(claim, cause, now)
      return claim.next
    }
  }
}
