import type { EmailLanguage } from '../../../events/email/email-categories.ts'
import { orderFacts, type ThreadOrder } from '../mails/content/order-facts.ts'
import { answerSubject } from '../mails/content/subject.ts'
import { renderTemplate } from '../mails/content/template.ts'
import { textOf } from '../mails/content/texts.ts'
import { type MailDecision, mailableAddress, type ThreadMail } from '../mails/mail.ts'
import type { Message } from '../messages/message.ts'
import type { EmailSettings } from '../settings/email-settings.ts'
import type { Thread } from '../threads/thread.ts'
import { claimAcknowledgement } from './thread-mail.ts'

const day = 24 * 3_600_000

/** The data for an acknowledgement, besides the thread and its first message. */
export interface AcknowledgementContext {
  readonly settings: EmailSettings
  readonly language: EmailLanguage
  readonly order: ThreadOrder | undefined
  /** Our mails in threads to the sender's address. */
  readonly sent: readonly ThreadMail[]
}

/**
 * Acknowledges a customer's mail, once for each thread: only to the person whose mail opened it, only when no guard
 * applies, and only a few times a day for an address.
 */
export function acknowledge(
  thread: Thread,
  message: Message,
  { settings, language, order, sent }: AcknowledgementContext,
  { by, now }: { by: string; now: string },
): MailDecision<ThreadMail> | undefined {
  const to = mailableAddress(message.from.address)
  const opened = thread.messages[0]?.id === message.id && thread.messageCount === thread.messages.length
  const enabled = settings.acknowledge && thread.channel === 'email' && thread.acknowledgedAt === undefined
  if (to === undefined || !opened || !enabled || message.automatic || message.guards.length > 0)
    return undefined
  const others = sent.filter(({ kind, threadId }) => kind === 'acknowledgement' && threadId !== thread.id)
  const today = others.filter(({ writtenAt }) => Date.parse(now) - Date.parse(writtenAt) < day)
  // The guards may miss an automatic sender: limit the acknowledgements for each address.
  if (today.length >= settings.limits.acknowledgementsPerDay) return undefined
  const subject = textOf(language, 'subject.acknowledgement')
  const text = renderTemplate(language, 'acknowledgement', orderFacts(order, language), {
    customerName: message.from.name,
    signature: settings.signature ?? settings.displayName,
  })
  // Do not send text of a possibly forged sender to the address that it names.
  const proven = message.verdicts.dmarc === 'PASS'
  return claimAcknowledgement(
    thread,
    settings,
    { to, language, subject: proven ? answerSubject(thread.subject, subject) : subject, text },
    { by, now },
  )
}
