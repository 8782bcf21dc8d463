import * as z from 'zod/mini'
import { MessageSnapshot } from '../../events/email-events.ts'
import { text } from '../../events/fields.ts'
import type { Message } from './message.ts'

export const id = z.string().check(z.maxLength(60), z.regex(/^[a-z]+_[0-9a-z]+$/, 'an id as the list gives it'))

export const MessagePath = z.strictObject({ messageId: id })

export const ListMessagesQuery = z.strictObject({
  /** Only messages about this order. */
  orderId: z.optional(id),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** A message as the API shows it. */
export const MessageView = MessageSnapshot

/** A message in a list: the beginning of its words instead of all of them. */
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
