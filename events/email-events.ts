import * as z from 'zod/mini'
import { defineEvent } from './envelope.ts'
import { instant, slug, text, version } from './fields.ts'

export const mailKinds = ['order-accepted', 'order-needs-correction'] as const

/** A mail of ours to a customer; one for each order and occasion. */
export const MailSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  kind: z.enum(mailKinds),
  orderId: z.string(),
  channel: slug,
  externalId: text(100),
  to: text(254),
  /** The failed checks that this mail asks its reader to mend; empty for the other kinds. */
  checks: z.array(text(60)),
  /**
   * Claimed for sending; sent (SES took it); refused (SES said no, so it was surely not sent and may be tried
   * again); or nothing to send, kept so that the sender's order is known.
   */
  status: z.enum(['sending', 'sent', 'refused', 'not-needed']),
  claimedAt: instant,
  sentAt: z.optional(instant),
  /** The id that SES gave it: the one that stands in the Message-ID that the customer sees. */
  messageId: z.optional(z.string()),
})
export type MailSnapshot = z.infer<typeof MailSnapshot>

/** What may be wrong with a mail that came in; it is kept all the same. */
export const messageDefects = [
  /** Longer than we keep: text or reply end early, or the raw mail was read in part; all of it lies in the object. */
  'truncated',
  /** Too broken to be parsed as MIME: its text is kept as it came. */
  'unparsed',
  /** The text is UTF-7, an encoding that nobody should send: it is kept as it came. */
  'utf-7',
  /** From is missing, broken (then Reply-To, Return-Path or the envelope stands in) or names several: never linked. */
  'sender-doubtful',
  /** The bytes did not fit the charset that they named (or named none) and were read as windows-1252. */
  'charset-guessed',
] as const

const verdict = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'NONE'])

/** A mail that came in, parsed. */
export const MessageSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  receivedAt: instant,
  from: z.object({ address: text(254, 0), name: text(200, 0) }),
  to: z.array(text(254, 0)),
  subject: text(500, 0),
  /** The words of this mail without what it quotes. */
  reply: z.string(),
  /** The whole text. */
  text: z.string(),
  messageId: z.optional(text(998, 0)),
  inReplyTo: z.optional(text(998, 0)),
  references: z.array(text(998, 0)),
  attachments: z.array(z.object({ name: text(255, 0), type: text(120, 0), bytes: z.int() })),
  verdicts: z.object({ spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict }),
  /** Automatic mail (bounces, vacation notes, lists): kept, never answered. */
  automatic: z.boolean(),
  defects: z.array(z.enum(messageDefects)),
  /** The order it is about: only when its sender is that order's customer and it names the order. */
  orderId: z.optional(z.string()),
  /** Where the raw message lies. */
  object: z.object({ bucket: z.string(), key: z.string() }),
})
export type MessageSnapshot = z.infer<typeof MessageSnapshot>

export const mailSent = defineEvent({
  type: 'email.mail-sent',
  slice: 'email',
  aggregate: 'mail',
  summary: 'A mail to the customer was taken by SES.',
  data: z.object({ kind: z.enum(mailKinds), orderId: z.string() }),
  snapshot: MailSnapshot,
})

export const messageReceived = defineEvent({
  type: 'email.message-received',
  slice: 'email',
  aggregate: 'message',
  summary: 'A mail came in; it is linked to an order when its sender is the customer and names it.',
  data: z.object({ orderId: z.optional(z.string()), automatic: z.boolean() }),
  snapshot: MessageSnapshot,
})

export const messageErased = defineEvent({
  type: 'email.message-erased',
  slice: 'email',
  aggregate: 'message',
  summary: 'Its writer asked for erasure: that a mail came stays, who wrote it and its words are gone.',
  data: z.object({}),
  snapshot: MessageSnapshot,
})
