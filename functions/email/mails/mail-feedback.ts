import {
  type Delivery,
  deliveries,
  mailBounced,
  mailComplained,
  mailDelivered,
} from '../../../events/email/mail-events.ts'
import type { Happened } from '../../../shared/decision.ts'
import { isErasedMail } from './erase-mail.ts'
import { conversationOf, type Mail, type MailDecision } from './mail.ts'

/** What SES reports about a mail that it accepted. */
export interface Feedback {
  readonly status: Delivery
  readonly at: string
  readonly reason?: string | undefined
}

/** Records the delivery status of a mail. A repeat, or a status that ranks below the current one, changes nothing. */
export function applyFeedback(mail: Mail, { status, at, reason }: Feedback): MailDecision {
  const current = mail.delivery === undefined ? -1 : deliveries.indexOf(mail.delivery.status)
  if (deliveries.indexOf(status) <= current) return { next: mail, events: [] }
  // The reason that a mail server gives often contains the address.
  const why = reason === undefined || isErasedMail(mail) ? {} : { reason: oneLine(reason) }
  return {
    next: { ...mail, version: mail.version + 1, delivery: { status, at, ...why } },
    events: [feedbackEvent(mail, status, why)],
  }
}

function feedbackEvent(mail: Mail, status: Delivery, why: { readonly reason?: string }): Happened {
  const about = conversationOf(mail)
  switch (status) {
    case 'delivered':
      return mailDelivered.happened(about)
    case 'complained':
      return mailComplained.happened(about)
    case 'bounced':
    case 'delayed':
      return mailBounced.happened({ ...about, permanent: status === 'bounced', ...why })
  }
}

const oneLine = (reason: string): string =>
  reason
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
    .slice(0, 300)
    .toWellFormed()
    .trim()
