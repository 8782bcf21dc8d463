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
  'A customer’s mail or question opened a thread.',
  z.object({ messageId: z.string(), automatic: z.boolean(), orderId: z.optional(z.string()) }),
)

export const messageJoined = threadEvent(
  'email.message-joined',
  'A message joined a thread; automatic mail does not reopen a resolved thread.',
  z.object({
    messageId: z.string(),
    automatic: z.boolean(),
    by: z.enum(joinedBy),
    reopened: z.boolean(),
  }),
)

export const mailsCoalesced = threadEvent(
  'email.mails-coalesced',
  'A sender exceeded the hourly limit; further mails are stored and counted, but not processed.',
  z.object({ mails: z.int() }),
)

export const threadUnderstood = threadEvent(
  'email.thread-understood',
  'A message was classified: category, urgency and language are in the snapshot.',
  z.object({
    messageId: z.string(),
    category: ThreadCategory,
    urgency: z.enum(emailUrgencies),
    language: z.enum(emailLanguages),
  }),
)

export const categoryCorrected = threadEvent(
  'email.category-corrected',
  'An analyst corrected the category of a thread; the store’s model learns from it.',
  z.object({
    from: z.optional(z.enum(emailCategories)),
    to: z.enum(emailCategories),
    by: who,
    /** The message that was classified. */
    messageId: z.string(),
  }),
)

export const threadRouted = threadEvent(
  'email.thread-routed',
  'A thread was assigned to a department: automatically, with enough confidence, or by a person.',
  z.object({
    from: z.optional(z.enum(departments)),
    department: z.enum(departments),
    by: z.enum(['category', 'person']),
  }),
)

export const targetsSet = threadEvent(
  'email.targets-set',
  'The response and resolution targets of a thread were set by its category.',
  z.object({ category: z.enum(emailCategories) }),
)

export const complaintUnderstood = threadEvent(
  'email.complaint-understood',
  'A complaint was classified with enough confidence; quality counts it.',
  z.object({
    category: z.enum(emailCategories),
    messageId: z.string(),
    /** Only when the order is confirmed as the customer’s. */
    orderId: z.optional(z.string()),
    /** The beginning of the customer’s text, on one line. */
    excerpt: text(500, 0),
  }),
)

export const complaintWithdrawn = threadEvent(
  'email.complaint-withdrawn',
  'A reported complaint was withdrawn: an analyst corrected its category.',
  z.object({ category: z.enum(emailCategories) }),
)

export const replySent = threadEvent(
  'email.reply-sent',
  'A reply or the acknowledgement was sent to the customer.',
  z.object({ messageId: z.string(), acknowledgement: z.boolean(), by: who }),
)

export const replyFailed = threadEvent(
  'email.reply-failed',
  'A reply did not reach the customer; the thread is reopened.',
  z.object({ messageId: z.string(), why: z.enum(['bounced', 'suppressed']) }),
)

export const responseAtRisk = threadEvent(
  'email.response-at-risk',
  'A target of a thread will soon be missed; reported once for each clock.',
  z.object({
    clock: z.enum(['firstResponse', 'resolution']),
    dueAt: instant,
    department: z.optional(z.enum(departments)),
  }),
)

export const threadOrderLinked = threadEvent(
  'email.thread-order-linked',
  'A thread was linked to an order.',
  z.object({ orderId: z.string(), by: who }),
)

export const threadIssueLinked = threadEvent(
  'email.thread-issue-linked',
  'A quality issue was opened for a complaint of a thread.',
  z.object({ issueId: z.string() }),
)

export const threadResolved = threadEvent(
  'email.thread-resolved',
  'A thread was resolved.',
  z.object({ by: who }),
)

export const threadClosed = threadEvent(
  'email.thread-closed',
  'A thread was closed; the customer’s next mail opens a new one.',
  z.object({ by: who }),
)

export const threadReopened = threadEvent(
  'email.thread-reopened',
  'An agent reopened a thread.',
  z.object({ by: who }),
)

export const threadMerged = threadEvent(
  'email.thread-merged',
  'A thread was merged into another (`into`), or another into it (`from`).',
  z.object({ into: z.optional(z.string()), from: z.optional(z.string()), by: who }),
)

export const threadMergeUndone = threadEvent(
  'email.thread-merge-undone',
  'A merge of two threads was undone.',
  z.object({ into: z.optional(z.string()), from: z.optional(z.string()), by: who }),
)

export const threadSplit = threadEvent(
  'email.thread-split',
  'Messages were split off a thread (`from`) into a new one (`to`).',
  z.object({
    from: z.optional(z.string()),
    to: z.optional(z.string()),
    messageIds: z.array(z.string()),
    by: who,
  }),
)

export const threadErased = threadEvent(
  'email.thread-erased',
  'A thread was erased at its customer’s request; its status and history stay.',
  z.object({}),
)
