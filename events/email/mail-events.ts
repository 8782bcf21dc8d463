import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { emailLanguages } from './email-categories.ts'

const orderMailKinds = ['order-accepted', 'order-needs-correction'] as const
const threadMailKinds = ['acknowledgement', 'reply'] as const

/** The delivery status after SES accepted a mail; later ones in this list outrank earlier ones. */
export const deliveries = ['delayed', 'delivered', 'bounced', 'complained'] as const
export type Delivery = (typeof deliveries)[number]

const common = {
  id: z.string(),
  store: slug,
  version,
  to: text(254),
  /**
   * `written`: to be sent; `sending`: claimed for sending; `sent`: SES accepted it; `refused`: SES rejected it, so it
   * was certainly not sent and may be retried; `suppressed`: not sent, as its address is suppressed; `not-needed`:
   * nothing to send, stored so that the sender's order is found.
   */
  status: z.enum(['written', 'sending', 'sent', 'refused', 'suppressed', 'not-needed']),
  /** When it was written, or last claimed for sending. */
  claimedAt: instant,
  sentAt: z.optional(instant),
  /** The id of SES, which is in the Message-ID that the customer sees. */
  messageId: z.optional(z.string()),
  delivery: z.optional(
    z.object({ status: z.enum(deliveries), at: instant, reason: z.optional(text(300, 0)) }),
  ),
}

/** A mail to a customer about an order. */
const OrderMailSnapshot = z.object({
  kind: z.enum(orderMailKinds),
  ...common,
  orderId: z.string(),
  channel: slug,
  externalId: text(100),
  /** The failed checks that the customer is asked to correct; empty for other kinds. */
  checks: z.array(text(60)),
})

/** A mail to a customer in a thread. */
export const ThreadMailSnapshot = z.object({
  kind: z.enum(threadMailKinds),
  ...common,
  threadId: z.string(),
  /** The author: a principal, or the reaction that acknowledges. */
  by: text(120),
  writtenAt: instant,
  language: z.enum(emailLanguages),
  /** The display name of the store. */
  from: text(60),
  subject: text(300),
  text: z.string().check(z.minLength(1), z.maxLength(20_000)),
  /** The Message-IDs that it references; the one that it answers comes last. */
  references: z.array(text(250)),
  /** Resolves the thread once it is sent. */
  resolves: z.optional(z.boolean()),
})

export const MailSnapshot = z.discriminatedUnion('kind', [OrderMailSnapshot, ThreadMailSnapshot])
export type MailSnapshot = z.infer<typeof MailSnapshot>

const mailEvent = <
  const Type extends `email.${string}`,
  Data extends z.core.$ZodType<Record<string, unknown>>,
>(
  type: Type,
  summary: string,
  data: Data,
) => defineEvent({ type, slice: 'email', aggregate: 'mail', summary, data, snapshot: MailSnapshot })

/** The thread of the mail; absent for a mail about an order. */
const about = { threadId: z.optional(z.string()) }

export const mailSent = mailEvent(
  'email.mail-sent',
  'A mail about an order was sent.',
  z.object({ kind: z.enum(orderMailKinds), orderId: z.string() }),
)

export const replyWritten = mailEvent(
  'email.reply-written',
  'A reply to a customer was written; it is sent next.',
  z.object({ threadId: z.string() }),
)

export const threadMailSent = mailEvent(
  'email.thread-mail-sent',
  'A mail in a thread was sent.',
  z.object({ kind: z.enum(threadMailKinds), threadId: z.string() }),
)

export const mailSuppressed = mailEvent(
  'email.mail-suppressed',
  'A mail was not sent: its address is suppressed.',
  z.object(about),
)

export const mailDelivered = mailEvent(
  'email.mail-delivered',
  'A mail was delivered to the customer’s mail server.',
  z.object(about),
)

export const mailBounced = mailEvent(
  'email.mail-bounced',
  'A mail bounced; unless `permanent`, it may still be delivered.',
  z.object({ ...about, permanent: z.boolean(), reason: z.optional(text(300, 0)) }),
)

export const mailComplained = mailEvent(
  'email.mail-complained',
  'A customer marked a mail as spam.',
  z.object(about),
)
