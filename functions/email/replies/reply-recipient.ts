import type { MailLimits } from '../../../events/email/email-settings-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { mailableAddress, type ThreadMail } from '../mails/mail.ts'
import { expectNotMerged, illegalTransition, type Thread } from '../threads/thread.ts'

const hour = 3_600_000

/** What is known beside the conversation: our newest mails to its address, and what the store calls too many. */
interface ReplyContext {
  readonly suppressed: boolean
  readonly sent: readonly ThreadMail[]
  readonly limits: MailLimits
}

/**
 * The address that an answer goes to. Errors: `illegal-transition` when the conversation is over, part of another, of
 * a marketplace or without an address that takes mail; `address-suppressed`; `too-many-replies`.
 */
export function replyRecipient(
  thread: Thread,
  { suppressed, sent, limits }: ReplyContext,
  now: string,
): string {
  expectNotMerged(thread)
  if (thread.status === 'closed')
    throw illegalTransition(thread, 'a conversation that is not closed is expected')
  if (thread.channel !== 'email')
    throw illegalTransition(
      thread,
      `a conversation by e-mail is expected; this one is answered at ${thread.channel}`,
    )
  const to = mailableAddress(thread.customer.address)
  if (to === undefined)
    throw illegalTransition(thread, 'a customer with an address that takes mail is expected')
  if (suppressed)
    throw new DomainError(
      'address-suppressed',
      'an address that takes our mail is expected, but it bounced or its owner complained',
    )
  const recent = sent.filter(({ writtenAt }) => Date.parse(now) - Date.parse(writtenAt) < hour)
  const here = recent.filter(({ threadId }) => threadId === thread.id)
  const { repliesInThreadPerHour, repliesToAddressPerHour } = limits
  if (here.length >= repliesInThreadPerHour || recent.length >= repliesToAddressPerHour)
    throw new DomainError(
      'too-many-replies',
      `at most ${repliesInThreadPerHour} answers an hour are expected in a conversation, and ${repliesToAddressPerHour} to an address`,
    )
  return to
}
