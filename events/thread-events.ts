import * as z from 'zod/mini'
import { emailCategories, emailLanguages, emailUrgencies } from './email-categories.ts'
import { AnsweringHours } from './email-settings-events.ts'
import { defineEvent } from './envelope.ts'
import { instant, slug, text, version } from './fields.ts'
import { departments } from './quality-events.ts'

/**
 * `triage`: somebody must say whose work it is; `open`: a department must answer; `waiting-customer`: we answered;
 * `resolved`: nothing is left to do, but a person's mail opens it again; `closed`: what still comes is another thread.
 */
export const threadStatuses = ['triage', 'open', 'waiting-customer', 'resolved', 'closed'] as const
export type ThreadStatus = (typeof threadStatuses)[number]

/**
 * By what a message was found to belong to its thread: our signed address; a message that it answers; the order that
 * it names; a subject that the two have had before; a channel's own conversation; an agent who said so.
 */
export const joinedBy = ['token', 'reference', 'order', 'subject', 'channel', 'agent'] as const
export type JoinedBy = (typeof joinedBy)[number]

/**
 * Why a thread is thought to be about an order or another thread, though nothing proves it; or why it stands beside one:
 * the same customer complains of something else with the same order.
 */
export const suggestionReasons = ['sender-failed', 'stranger', 'order-of-another', 'another-matter'] as const
export type SuggestionReason = (typeof suggestionReasons)[number]

/** A target in working time: it runs while we owe something, and rests while the customer does. */
export const ThreadClock = z.object({
  /** Working minutes in which it should be met. */
  targetMinutes: z.int().check(z.gte(1)),
  /** Working minutes that had passed before it last began to run. */
  spentMinutes: z.int(),
  /** Since when it runs; absent while it rests. */
  runningSince: z.optional(instant),
  /** When it will be missed; absent while it rests. */
  dueAt: z.optional(instant),
  /** When somebody was told that this is near: once for each clock. */
  warnedAt: z.optional(instant),
  metAt: z.optional(instant),
})
export type ThreadClock = z.infer<typeof ThreadClock>

const probability = z.number().check(z.gte(0), z.lte(1))

/** What a thread is about, who says so, and why. */
export const ThreadCategory = z.object({
  name: z.enum(emailCategories),
  confidence: probability,
  /** What spoke for it, the strongest first: words, or the name of a rule. */
  why: z.array(text(120)),
  by: z.enum(['rules', 'model', 'analyst']),
})
export type ThreadCategory = z.infer<typeof ThreadCategory>

/** A message in a thread: a customer's (`msg_...`), or one of ours. */
export const ThreadMessage = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  at: instant,
  /** A machine wrote it: it sets nothing going. */
  automatic: z.boolean(),
  /** Its Message-ID, so that an answer can name it. */
  reference: z.optional(text(250)),
})
export type ThreadMessage = z.infer<typeof ThreadMessage>

/** A conversation with a customer. */
export const ThreadSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** `email`, or the marketplace that the question came through. */
  channel: slug,
  /** Whom we answer. */
  customer: z.object({ address: text(254, 0), name: text(200, 0) }),
  /** Addresses whose mail may join by what it answers: the customer's, and whom the customer wrote to besides us. */
  participants: z.array(text(254, 0)),
  subject: text(500, 0),
  /** `confirmed` by the customer's own mail or an agent; `suggested` where it only may be so. */
  order: z.optional(z.object({ id: z.string(), link: z.enum(['confirmed', 'suggested']) })),
  /** The thread that this may belong to. */
  suggestedThread: z.optional(z.string()),
  suggestedBecause: z.optional(z.enum(suggestionReasons)),
  category: z.optional(ThreadCategory),
  urgency: z.optional(z.enum(emailUrgencies)),
  language: z.optional(z.enum(emailLanguages)),
  department: z.optional(z.enum(departments)),
  /** The complaint that quality was told of: once for each that it is taken for. */
  complaint: z.optional(z.enum(emailCategories)),
  status: z.enum(threadStatuses),
  /** The newest 100, the oldest first. */
  messages: z.array(ThreadMessage),
  /** How many there are in all. */
  messageCount: z.int(),
  /** Mails of a flood that were counted here and not made messages. */
  coalesced: z.optional(z.int()),
  clocks: z.optional(
    z.object({
      /** The store's hours when they were set: they keep to them. */
      hours: AnsweringHours,
      firstResponse: z.optional(ThreadClock),
      resolution: z.optional(ThreadClock),
    }),
  ),
  /** When the customer was told, by a machine and once, that we have their mail. */
  acknowledgedAt: z.optional(instant),
  /** Quality issues that came of it. */
  issues: z.optional(z.array(z.object({ id: z.string(), category: slug.check(z.maxLength(60)) }))),
  /** The thread that this one became part of: it is closed, and what still comes goes there. */
  mergedInto: z.optional(z.string()),
  /** The status before it was merged, to go back to. */
  statusBeforeMerge: z.optional(z.enum(threadStatuses)),
  /** Threads that became part of this one, with the messages and the participants that came by them. */
  merged: z.optional(
    z.array(
      z.object({
        threadId: z.string(),
        messageIds: z.array(z.string()),
        participants: z.array(text(254, 0)),
      }),
    ),
  ),
  /** The thread that this one was split from. */
  splitFrom: z.optional(z.string()),
  openedAt: instant,
  updatedAt: instant,
  /** When the newest message came or went. */
  lastMessageAt: instant,
})
export type ThreadSnapshot = z.infer<typeof ThreadSnapshot>

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
