import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'
import { emailLanguages } from './email-categories.ts'

const orderMailKinds = ['order-accepted', 'order-needs-correction'] as const
const threadMailKinds = ['acknowledgement', 'reply'] as const

/** What became of a mail after SES took it; what comes later in this list outweighs what came before. */
export const deliveries = ['delayed', 'delivered', 'bounced', 'complained'] as const
export type Delivery = (typeof deliveries)[number]

const common = {
  id: z.string(),
  store: slug,
  version,
  to: text(254),
  /**
   * Written, to be sent; claimed for sending; sent (SES took it); refused (SES said no, so it was surely not sent and
   * may be tried again); suppressed (its address wants or takes no mail: it is not sent); or nothing to send, kept so
   * that the sender's order is known.
   */
  status: z.enum(['written', 'sending', 'sent', 'refused', 'suppressed', 'not-needed']),
  /** When it was written, or claimed for sending last. */
  claimedAt: instant,
  sentAt: z.optional(instant),
  /** The id that SES gave it: the one that stands in the Message-ID that the customer sees. */
  messageId: z.optional(z.string()),
  delivery: z.optional(
    z.object({ status: z.enum(deliveries), at: instant, reason: z.optional(text(300, 0)) }),
  ),
}

/** A mail of ours to a customer about an order and an occasion. */
const OrderMailSnapshot = z.object({
  kind: z.enum(orderMailKinds),
  ...common,
  orderId: z.string(),
  channel: slug,
  externalId: text(100),
  /** The failed checks that this mail asks its reader to mend; empty for the other kinds. */
  checks: z.array(text(60)),
})

/** A mail of ours to a customer in a conversation. */
export const ThreadMailSnapshot = z.object({
  kind: z.enum(threadMailKinds),
  ...common,
  threadId: z.string(),
  /** Who wrote it: a principal, or the reaction that acknowledges. */
  by: text(120),
  writtenAt: instant,
  language: z.enum(emailLanguages),
  /** The store as the customer knows it. */
  from: text(60),
  subject: text(300),
  text: z.string().check(z.minLength(1), z.maxLength(20_000)),
  /** The Message-IDs that it answers, the one that it answers directly last. */
  references: z.array(text(250)),
  /** With it all is done: its conversation counts as resolved once it is sent. */
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

/** The conversation of a mail; absent for one about an order. */
const about = { threadId: z.optional(z.string()) }

export const mailSent = mailEvent(
  'email.mail-sent',
  'A mail about an order was taken by SES.',
  z.object({ kind: z.enum(orderMailKinds), orderId: z.string() }),
)

export const replyWritten = mailEvent(
  'email.reply-written',
  'Somebody answered a customer: the answer is to be sent.',
  z.object({ threadId: z.string() }),
)

export const threadMailSent = mailEvent(
  'email.thread-mail-sent',
  'A mail in a conversation was taken by SES.',
  z.object({ kind: z.enum(threadMailKinds), threadId: z.string() }),
)

export const mailSuppressed = mailEvent(
  'email.mail-suppressed',
  'A mail was not sent: its address bounced for good, or its owner complained of our mail.',
  z.object(about),
)

export const mailDelivered = mailEvent(
  'email.mail-delivered',
  'The customer’s mail server took a mail.',
  z.object(about),
)

export const mailBounced = mailEvent(
  'email.mail-bounced',
  'A mail did not arrive, or not yet (`permanent` says which).',
  z.object({ ...about, permanent: z.boolean(), reason: z.optional(text(300, 0)) }),
)

export const mailComplained = mailEvent(
  'email.mail-complained',
  'A customer called a mail of ours spam.',
  z.object(about),
)
