import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

/** Defects of an incoming mail; it is stored all the same. */
export const messageDefects = [
  /** Longer than the limits: text or reply are cut, or only a part was read; the raw mail is complete. */
  'truncated',
  /** Too broken to parse as MIME: its text is stored as received. */
  'unparsed',
  /** The text is UTF-7, an obsolete encoding: it is stored as received. */
  'utf-7',
  /**
   * From is missing, broken (then Reply-To, Return-Path or the envelope is used) or names several senders: never
   * linked.
   */
  'sender-doubtful',
  /** The bytes do not match the declared charset (or none is declared) and were read as windows-1252. */
  'charset-guessed',
] as const

/**
 * Why a mail gets no acknowledgement (RFC 3834 and common practice). All but the last six show that a machine wrote
 * it; such mail triggers nothing.
 */
export const mailGuards = [
  'auto-submitted',
  'null-return-path',
  'report',
  'precedence',
  'list',
  'x-loop',
  'x-autoreply',
  'x-autorespond',
  'machine-sender',
  'own-sender',
  'not-addressed-to-us',
  'asks-for-none',
  'sender-failed',
  'sender-doubtful',
  'spam',
  'virus',
] as const
export type MailGuard = (typeof mailGuards)[number]

const verdict = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'NONE'])

/** An incoming mail, parsed, or a question of a channel. */
export const MessageSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  receivedAt: instant,
  from: z.object({ address: text(254, 0), name: text(200, 0) }),
  to: z.array(text(254, 0)),
  subject: text(500, 0),
  /** The text without quotes. */
  reply: z.string(),
  /** The whole text. */
  text: z.string(),
  messageId: z.optional(text(998, 0)),
  inReplyTo: z.optional(text(998, 0)),
  references: z.array(text(998, 0)),
  /** Attachments. `type` is detected from the first bytes of a stored file; otherwise as the sender declares it. */
  attachments: z.array(
    z.object({
      name: text(255, 0),
      type: text(120, 0),
      bytes: z.int(),
      kept: z.optional(z.boolean()),
      /** The Content-ID by which the HTML names it, in `data-cid`. */
      contentId: z.optional(text(200, 0)),
    }),
  ),
  /** Present when it came with HTML, which is stored. */
  html: z.optional(z.object({ remoteImages: z.int() })),
  verdicts: z.object({ spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict }),
  /** Automatic mail (bounces, vacation replies, lists): stored, never answered. */
  automatic: z.boolean(),
  /** The guards that stop an acknowledgement; empty when one may be sent. */
  guards: z.array(z.enum(mailGuards)),
  /** Our token in the address that it was sent to: it answers a mail of ours. */
  token: z.optional(z.string()),
  defects: z.array(z.enum(messageDefects)),
  /** Its order: only when its sender is the order's customer and names it, or when its channel names it. */
  orderId: z.optional(z.string()),
  /** Location of the raw mail; absent for messages of a channel. */
  object: z.optional(z.object({ bucket: z.string(), key: z.string() })),
  /** Of a channel's question: the channel, and its ids there. */
  channel: z.optional(
    z.object({
      name: slug,
      externalId: text(100),
      listingId: z.optional(text(100)),
      /** Its conversation at the channel: of a pack, of an order, or of the question alone. */
      conversation: text(120),
      /** True when it was answered there before we received it: no action is needed. */
      settled: z.optional(z.boolean()),
    }),
  ),
})
export type MessageSnapshot = z.infer<typeof MessageSnapshot>

export const messageReceived = defineEvent({
  type: 'email.message-received',
  slice: 'email',
  aggregate: 'message',
  summary:
    'A mail or a question was received; it is linked to an order when its sender is the customer and names it.',
  data: z.object({
    orderId: z.optional(z.string()),
    automatic: z.boolean(),
    /** How many mails of its sender in this hour were only counted, including this one. */
    coalesced: z.optional(z.int()),
  }),
  snapshot: MessageSnapshot,
})

export const messageErased = defineEvent({
  type: 'email.message-erased',
  slice: 'email',
  aggregate: 'message',
  summary: 'A message was erased at its sender’s request: the sender and the text are removed.',
  data: z.object({}),
  snapshot: MessageSnapshot,
})
