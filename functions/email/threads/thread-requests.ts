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
  /** `none`: of no department yet. */
  department: z.optional(z.enum([...departments, 'none'])),
  /** Those that are worked on, or wait for the customer, unless a status is named. */
  status: z.optional(z.enum(threadStatuses)),
  /** Only those whose answer or solution will soon be late, or is. */
  atRisk: z.optional(z.enum(['true', 'false'])),
  cursor: z.optional(text(500)),
  limit: z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25),
})

/** A conversation as the API shows it in lists. */
export const ThreadView = ThreadSnapshot

export const ThreadList = z.object({ items: z.array(ThreadView), nextCursor: z.optional(z.string()) })

/** A customer's message as its conversation shows it: its own words, cut to what fits an answer. */
const ThreadText = z.object({
  id: z.string(),
  from: MessageSnapshot.shape.from,
  subject: MessageSnapshot.shape.subject,
  reply: z.string(),
  attachments: MessageSnapshot.shape.attachments,
  automatic: z.boolean(),
})

/** A mail of ours as its conversation shows it. */
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
  /** What the customer wrote, the oldest first; the whole of one is at `/email/messages/{messageId}`. */
  words: z.array(ThreadText),
  /** What we wrote, the newest first, sent or not. */
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
  /** The thread that this one becomes part of. */
  into: recordId,
})

export const SplitRequest = z.strictObject({
  messageIds: z.array(recordId).check(z.minLength(1), z.maxLength(30)),
})

export const LinkOrderRequest = z.strictObject({ orderId: recordId })

export const RouteThreadRequest = z.strictObject({ department: z.enum(departments) })

export const CorrectCategoryRequest = z.strictObject({
  category: z.enum(emailCategories),
  /** The message that shows it; the customer's first unless given. */
  messageId: z.optional(recordId),
})
