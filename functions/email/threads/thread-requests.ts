import * as z from 'zod/mini'
import { emailCategories } from '../../../events/email/email-categories.ts'
import { MessageSnapshot } from '../../../events/email/email-events.ts'
import { ThreadMailSnapshot } from '../../../events/email/mail-events.ts'
import { ThreadSnapshot, threadStatuses } from '../../../events/email/thread-snapshot.ts'
import { text } from '../../../events/fields.ts'
import { departments } from '../../../events/quality/quality-events.ts'
import type { ThreadMail } from '../mails/mail.ts'
import type { Message } from '../messages/message.ts'
import { recordId } from '../record-id.ts'
import type { Thread } from './thread.ts'

export const ThreadPath = z.strictObject({ threadId: recordId })

export const ListThreadsQuery = z.strictObject({
  /** `none`: not assigned yet. */
  department: z.optional(z.enum([...departments, 'none'])),
  /** Unfinished threads, unless a status is given. */
  status: z.optional(z.enum(threadStatuses)),
  /** Only threads whose reply or resolution is at risk or overdue. */
  atRisk: z.optional(z.enum(['true', 'false'])),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** A thread in a list. */
export const ThreadView = ThreadSnapshot

export const ThreadList = z.object({ items: z.array(ThreadView), nextCursor: z.optional(z.string()) })

/** A customer's message in its thread: its own text, cut to a length. */
const ThreadText = z.object({
  id: z.string(),
  from: MessageSnapshot.shape.from,
  subject: MessageSnapshot.shape.subject,
  reply: z.string(),
  attachments: MessageSnapshot.shape.attachments,
  automatic: z.boolean(),
})

/** A mail of ours in its thread. */
const Answer = z.pick(ThreadMailSnapshot, {
  id: true,
  kind: true,
  by: true,
  subject: true,
  text: true,
  status: true,
  writtenAt: true,
  sentAt: true,
  delivery: true,
})

export const ThreadDetail = z.extend(ThreadSnapshot, {
  /** The customer's messages, the oldest first; the whole message is at `/email/messages/{messageId}`. */
  words: z.array(ThreadText),
  /** Our mails, the newest first, sent or not. */
  answers: z.array(Answer),
})

const maxTextLength = 10_000

export const toDetail = (
  thread: Thread,
  messages: readonly Message[],
  answers: readonly ThreadMail[],
): z.infer<typeof ThreadDetail> => ({
  ...thread,
  words: messages.map(({ id: messageId, from, subject, reply, attachments, automatic }) => ({
    id: messageId,
    from,
    subject,
    reply: reply.slice(0, maxTextLength).toWellFormed(),
    attachments,
    automatic,
  })),
  answers: answers.map(
    ({ id: answerId, kind, by, subject, text: answer, status, writtenAt, sentAt, delivery }) => ({
      id: answerId,
      kind,
      by,
      subject,
      text: answer,
      status,
      writtenAt,
      ...(sentAt === undefined ? {} : { sentAt }),
      ...(delivery === undefined ? {} : { delivery }),
    }),
  ),
})

export const MergeRequest = z.strictObject({
  /** The thread to merge into. */
  into: recordId,
})

export const SplitRequest = z.strictObject({
  messageIds: z.array(recordId).check(z.minLength(1), z.maxLength(30)),
})

export const LinkOrderRequest = z.strictObject({ orderId: recordId })

export const RouteThreadRequest = z.strictObject({ department: z.enum(departments) })

export const CorrectCategoryRequest = z.strictObject({
  category: z.enum(emailCategories),
  /** The message to classify; the customer's first unless given. */
  messageId: z.optional(recordId),
})
