import type { Cause } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import { sendMail } from './mail.client.ts'
import { commitMail, commitQuietly } from './mail.store.ts'
import { claimAgain, claimMail, giveBack, type Mail, markSent, type Occasion, standingOf } from './mail.ts'
import type { MailContent } from './mail-content.ts'

/**
 * Sends the mail about an occasion, once however often this runs, wherever it is cut off, whoever runs beside it:
 * claim by a conditional write, send, mark as sent.
 *
 * SES offers no idempotency, so between sending and marking only its own word (`Email Sent`, which marks the mail
 * too) tells whether a cut-off run had sent. A repeat therefore waits while a claim is young, and sends again only
 * when five minutes have passed without that word.
 * Errors: `busy` (again later), `stale-version` (again at once), `invalid-request` when SES refuses this mail.
 */
export async function sendOnce(
  occasion: Occasion,
  content: MailContent,
  { cause, now }: { readonly cause: Cause; readonly now: string },
): Promise<void> {
  const mail = await claim(occasion, cause, now)
  if (mail === undefined) return
  const sent = await sendMail(mail, content)
  if (sent.outcome === 'taken') {
    await commitMail(markSent(mail, sent.messageId, now), cause, now)
    return
  }
  await commitQuietly(giveBack(mail), cause, now)
  throw sent.passing
    ? new DomainError('busy', `SES does not take mail at the moment: ${sent.code}`)
    : new DomainError('invalid-request', `a mail that SES takes is expected, but it refused: ${sent.code}`)
}

/** The mail, claimed by this run alone; nothing when it is settled. Error: `busy` while another run has it. */
async function claim(occasion: Occasion, cause: Cause, now: string): Promise<Mail | undefined> {
  const first = claimMail(occasion, now)
  const written = await commitQuietly(first, cause, now)
  if (written.outcome !== 'exists') return first.next
  const there = written.current as Mail
  switch (standingOf(there, now)) {
    case 'settled':
      return undefined
    case 'under-way':
      throw new DomainError(
        'busy',
        'this mail is being sent, or was until a run broke off; word of it is awaited',
      )
    case 'open': {
      const again = claimAgain(there, now)
      await commitQuietly(again, cause, now)
      return again.next
    }
  }
}
