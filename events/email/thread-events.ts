import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, text } from '../fields.ts'
import { departments } from '../quality/quality-events.ts'
import { emailCategories, emailLanguages, emailUrgencies } from './email-categories.ts'
import { joinedBy, ThreadCategory, ThreadSnapshot } from './thread-snapshot.ts'

const threadEvent = <
  const Type extends `email.${string}`,
  Data extends z.core.$ZodType<Record<string, unknown>>,
>(
  type: Type,
  summary: string,
  data: Data,
) => defineEvent({ type, slice: 'email', aggregate: 'thread', summary, data, snapshot: ThreadSnapshot })

const who = text(120)

export const threadOpened = threadEvent(
  'email.thread-opened',
  'A customer’s mail or question began a conversation.',
  z.object({ messageId: z.string(), automatic: z.boolean(), orderId: z.optional(z.string()) }),
)

export const messageJoined = threadEvent(
  'email.message-joined',
  'A mail was found to belong to a conversation; a machine’s opens none again that had ended.',
  z.object({
    messageId: z.string(),
    automatic: z.boolean(),
    by: z.enum(joinedBy),
    reopened: z.boolean(),
  }),
)

export const mailsCoalesced = threadEvent(
  'email.mails-coalesced',
  'One sender wrote more mails than are read one by one; they are counted, and lie where SES put them.',
  z.object({ mails: z.int() }),
)

export const threadUnderstood = threadEvent(
  'email.thread-understood',
  'It was read what a message is about: category, urgency and language stand in the snapshot.',
  z.object({
    messageId: z.string(),
    category: ThreadCategory,
    urgency: z.enum(emailUrgencies),
    language: z.enum(emailLanguages),
  }),
)

export const categoryCorrected = threadEvent(
  'email.category-corrected',
  'An analyst said what a conversation is about; the store’s model learns from it.',
  z.object({
    from: z.optional(z.enum(emailCategories)),
    to: z.enum(emailCategories),
    by: who,
    /** The message that it was read from. */
    messageId: z.string(),
  }),
)

export const threadRouted = threadEvent(
  'email.thread-routed',
  'A conversation became the work of a department: by itself when its category is certain enough, or by a person.',
  z.object({
    from: z.optional(z.enum(departments)),
    department: z.enum(departments),
    by: z.enum(['category', 'person']),
  }),
)

export const targetsSet = threadEvent(
  'email.targets-set',
  'It was set, by its category, until when a conversation is to be answered and solved.',
  z.object({ category: z.enum(emailCategories) }),
)

export const complaintUnderstood = threadEvent(
  'email.complaint-understood',
  'A customer complains, and it is certain enough of what: quality counts it.',
  z.object({
    category: z.enum(emailCategories),
    messageId: z.string(),
    /** Only where the order is surely the customer’s. */
    orderId: z.optional(z.string()),
    /** The beginning of the customer’s words, on one line. */
    excerpt: text(500, 0),
  }),
)

export const complaintWithdrawn = threadEvent(
  'email.complaint-withdrawn',
  'What quality was told of as a complaint is none, or another: an analyst said so.',
  z.object({ category: z.enum(emailCategories) }),
)

export const replySent = threadEvent(
  'email.reply-sent',
  'An answer went to the customer; by a machine when it is the acknowledgement.',
  z.object({ messageId: z.string(), acknowledgement: z.boolean(), by: who }),
)

export const replyFailed = threadEvent(
  'email.reply-failed',
  'An answer did not reach the customer: the conversation is worked on again.',
  z.object({ messageId: z.string(), why: z.enum(['bounced', 'suppressed']) }),
)

export const responseAtRisk = threadEvent(
  'email.response-at-risk',
  'A conversation’s answer or solution will soon be late; told once for each clock.',
  z.object({
    clock: z.enum(['firstResponse', 'resolution']),
    dueAt: instant,
    department: z.optional(z.enum(departments)),
  }),
)

export const threadOrderLinked = threadEvent(
  'email.thread-order-linked',
  'An agent said which order a conversation is about.',
  z.object({ orderId: z.string(), by: who }),
)

export const threadIssueLinked = threadEvent(
  'email.thread-issue-linked',
  'A quality issue came of a conversation.',
  z.object({ issueId: z.string() }),
)

export const threadResolved = threadEvent(
  'email.thread-resolved',
  'Nothing is left to do about a conversation.',
  z.object({ by: who }),
)

export const threadClosed = threadEvent(
  'email.thread-closed',
  'A conversation is over: what the customer still writes begins another.',
  z.object({ by: who }),
)

export const threadReopened = threadEvent(
  'email.thread-reopened',
  'An agent took up again a conversation that had ended.',
  z.object({ by: who }),
)

export const threadMerged = threadEvent(
  'email.thread-merged',
  'A conversation became part of another (`into`), or took one in (`from`).',
  z.object({ into: z.optional(z.string()), from: z.optional(z.string()), by: who }),
)

export const threadMergeUndone = threadEvent(
  'email.thread-merge-undone',
  'Two conversations that were made one are two again.',
  z.object({ into: z.optional(z.string()), from: z.optional(z.string()), by: who }),
)

export const threadSplit = threadEvent(
  'email.thread-split',
  'Messages of a conversation became one of their own (`from` where they were, `to` where they are).',
  z.object({
    from: z.optional(z.string()),
    to: z.optional(z.string()),
    messageIds: z.array(z.string()),
    by: who,
  }),
)

export const threadErased = threadEvent(
  'email.thread-erased',
  'Its customer asked for erasure: that there was a conversation, and what became of it, stays.',
  z.object({}),
)
