import * as z from 'zod/mini'
import { MessageSnapshot } from '../../../events/email/email-events.ts'
import { instant, text } from '../../../events/fields.ts'
import { recordId } from '../record-id.ts'
import type { Message } from './message.ts'

export const MessagePath = z.strictObject({ messageId: recordId })

/** `place`: index of the file in the message's `attachments`, from 0. */
export const AttachmentPath = z.strictObject({
  messageId: recordId,
  place: z.coerce.number().check(z.multipleOf(1), z.gte(0), z.lte(100)),
})

export const AttachmentLink = z.object({
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  /** A download of the file as received; it may be harmful. */
  link: z.string(),
  expiresAt: instant,
})

export const MessageHtmlQuery = z.strictObject({
  /** Fetch remote images: their owner then learns that the mail was read. */
  remoteImages: z.optional(z.enum(['true', 'false'])),
})

export const MessageHtml = z.object({
  html: z.string(),
  /** The number of remote images. */
  remoteImages: z.int(),
})

export const ListMessagesQuery = z.strictObject({
  /** Only messages about this order. */
  orderId: z.optional(recordId),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** A message as the API shows it. */
export const MessageView = MessageSnapshot

/** A message in a list, with an excerpt instead of its texts. */
const MessageSummary = z.extend(
  z.omit(MessageSnapshot, { text: true, reply: true, object: true, references: true }),
  {
    excerpt: z.string(),
  },
)

export const MessageList = z.object({ items: z.array(MessageSummary), nextCursor: z.optional(z.string()) })

const excerptLength = 280

export function toSummary({ text: _, reply, object: __, references: ___, ...message }: Message) {
  return { ...message, excerpt: reply.slice(0, excerptLength).toWellFormed() }
}
