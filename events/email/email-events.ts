import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

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

/**
 * Why a mail gets no acknowledgement (RFC 3834 and common practice). By all but the last six it is a machine's, which
 * besides sets nothing going.
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

/** A mail that came in, parsed, or a question of a channel. */
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
  /** Files that came along. `type` is what its first bytes tell of a file that is kept; else what its sender says. */
  attachments: z.array(
    z.object({
      name: text(255, 0),
      type: text(120, 0),
      bytes: z.int(),
      kept: z.optional(z.boolean()),
      /** By what the HTML names it, in `data-cid`. */
      contentId: z.optional(text(200, 0)),
    }),
  ),
  /** There when it came as HTML, which is kept so that it can be shown. */
  html: z.optional(z.object({ remoteImages: z.int() })),
  verdicts: z.object({ spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict }),
  /** Automatic mail (bounces, vacation notes, lists): kept, never answered. */
  automatic: z.boolean(),
  /** Why it gets no acknowledgement; empty when it may get one. */
  guards: z.array(z.enum(mailGuards)),
  /** The token of ours in the address that it was sent to: it answers a mail of ours. */
  token: z.optional(z.string()),
  defects: z.array(z.enum(messageDefects)),
  /** The order it is about: only when its sender is that order's customer and it names it, or its channel does. */
  orderId: z.optional(z.string()),
  /** Where the raw message lies; what came by a channel is kept there. */
  object: z.optional(z.object({ bucket: z.string(), key: z.string() })),
  /** Of a question that somebody asked at a channel: where, and by what it is known there. */
  channel: z.optional(
    z.object({
      name: slug,
      externalId: text(100),
      listingId: z.optional(text(100)),
      /** The conversation there that it is part of: of a pack, of an order, or of the question alone. */
      conversation: text(120),
      /** True when it was settled there before it was heard of: nobody here need do anything about it. */
      settled: z.optional(z.boolean()),
    }),
  ),
})
export type MessageSnapshot = z.infer<typeof MessageSnapshot>

export const messageReceived = defineEvent({
  type: 'email.message-received',
  slice: 'email',
  aggregate: 'message',
  summary: 'A mail came in; it is linked to an order when its sender is the customer and names it.',
  data: z.object({
    orderId: z.optional(z.string()),
    automatic: z.boolean(),
    /** So many mails of its sender in this hour were counted only, this one with them. */
    coalesced: z.optional(z.int()),
  }),
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
