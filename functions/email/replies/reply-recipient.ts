import type { MailLimits } from '../../../events/email/email-settings-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { mailableAddress, type ThreadMail } from '../mails/mail.ts'
import { expectNotMerged, illegalTransition, type Thread } from '../threads/thread.ts'

const hour = 3_600_000

/** The data for the check, besides the thread: our newest mails to its address, and the store's limits. */
interface ReplyContext {
  readonly suppressed: boolean
  readonly sent: readonly ThreadMail[]
  readonly limits: MailLimits
}

/**
 * The address for a reply. Errors: `illegal-transition` when the thread is closed, merged, of a marketplace, or has no
 * valid address; `address-suppressed`; `too-many-replies`.
 */
export function replyRecipient(
  thread: Thread,
  { suppressed, sent, limits }: ReplyContext,
  now: string,
): string {
  expectNotMerged(thread)
  if (thread.status === 'closed') throw illegalTransition(thread, 'Thread is closed.')
  if (thread.channel !== 'email')
    throw illegalTransition(thread, `Thread is not by e-mail; answer it at ${thread.channel}.`)
  const to = mailableAddress(thread.customer.address)
  if (to === undefined) throw illegalTransition(thread, 'Customer has no valid e-mail address.')
  if (suppressed)
    throw new DomainError(
      'address-suppressed',
      'Address is suppressed: it bounced, or its owner marked a mail as spam.',
    )
  const recent = sent.filter(({ writtenAt }) => Date.parse(now) - Date.parse(writtenAt) < hour)
  const here = recent.filter(({ threadId }) => threadId === thread.id)
  const { repliesInThreadPerHour, repliesToAddressPerHour } = limits
  if (here.length >= repliesInThreadPerHour || recent.length >= repliesToAddressPerHour)
    throw new DomainError(
      'too-many-replies',
      `Limit reached: ${repliesInThreadPerHour} replies an hour for a thread, ${repliesToAddressPerHour} for an address.`,
    )
  return to
}
