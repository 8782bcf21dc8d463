import * as z from 'zod/mini'
import { instant, slug, text, version } from '../fields.ts'
import { departments } from '../quality/quality-events.ts'
import { emailCategories, emailLanguages, emailUrgencies } from './email-categories.ts'
import { AnsweringHours } from './email-settings-events.ts'

/**
 * `triage`: waits for a department; `open`: the department must reply; `waiting-customer`: we replied; `resolved`:
 * nothing is left to do, and a person's mail reopens it; `closed`: further mail opens a new thread.
 */
export const threadStatuses = ['triage', 'open', 'waiting-customer', 'resolved', 'closed'] as const
export type ThreadStatus = (typeof threadStatuses)[number]

/**
 * How a message was matched to its thread: our signed address; a message that it answers; its order; a shared subject;
 * a channel's conversation; an agent.
 */
export const joinedBy = ['token', 'reference', 'order', 'subject', 'channel', 'agent'] as const
export type JoinedBy = (typeof joinedBy)[number]

/**
 * Why an order or another thread is only suggested; or why a thread was opened beside another one: the customer
 * complains about another topic of the same order.
 */
export const suggestionReasons = ['sender-failed', 'stranger', 'order-of-another', 'another-topic'] as const
export type SuggestionReason = (typeof suggestionReasons)[number]

/** A target in business time: it runs while we owe a reply, and pauses while the customer does. */
export const ThreadClock = z.object({
  /** Business minutes in which to meet it. */
  targetMinutes: z.int().check(z.gte(1)),
  /** Business minutes spent before it last started to run. */
  spentMinutes: z.int(),
  /** Since when it runs; absent while paused. */
  runningSince: z.optional(instant),
  /** When it is overdue; absent while paused. */
  dueAt: z.optional(instant),
  /** When the warning was given: once for each clock. */
  warnedAt: z.optional(instant),
  metAt: z.optional(instant),
})
export type ThreadClock = z.infer<typeof ThreadClock>

const probability = z.number().check(z.gte(0), z.lte(1))

/** The category of a thread, who set it, and why. */
export const ThreadCategory = z.object({
  name: z.enum(emailCategories),
  confidence: probability,
  /** The strongest reasons first: words, or the name of a rule. */
  why: z.array(text(120)),
  by: z.enum(['rules', 'model', 'analyst']),
})
export type ThreadCategory = z.infer<typeof ThreadCategory>

/** A message in a thread: a customer's (`msg_...`), or one of ours. */
export const ThreadMessage = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  at: instant,
  /** A machine wrote it: it triggers nothing. */
  automatic: z.boolean(),
  /** Its Message-ID, which replies reference. */
  reference: z.optional(text(250)),
})
export type ThreadMessage = z.infer<typeof ThreadMessage>

/** A thread: a conversation with a customer. */
export const ThreadSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  /** `email`, or the marketplace of the question. */
  channel: slug,
  /** The customer whom we reply to. */
  customer: z.object({ address: text(254, 0), name: text(200, 0) }),
  /** Addresses whose mail may join by reference: the customer's and those that the customer wrote to besides us. */
  participants: z.array(text(254, 0)),
  subject: text(500, 0),
  /** `confirmed` by the customer's own mail or an agent; `suggested` when unsure. */
  order: z.optional(z.object({ id: z.string(), link: z.enum(['confirmed', 'suggested']) })),
  /** The thread that this one may belong to. */
  suggestedThread: z.optional(z.string()),
  suggestedBecause: z.optional(z.enum(suggestionReasons)),
  category: z.optional(ThreadCategory),
  urgency: z.optional(z.enum(emailUrgencies)),
  language: z.optional(z.enum(emailLanguages)),
  department: z.optional(z.enum(departments)),
  /** The complaint that was reported to quality: once for each category. */
  complaint: z.optional(z.enum(emailCategories)),
  status: z.enum(threadStatuses),
  /** The newest 100, the oldest first. */
  messages: z.array(ThreadMessage),
  /** The number of all messages. */
  messageCount: z.int(),
  /** Mails beyond the sender's limit, which were only counted. */
  coalesced: z.optional(z.int()),
  clocks: z.optional(
    z.object({
      /** The store's business hours when the clocks were set; later changes do not apply. */
      hours: AnsweringHours,
      firstResponse: z.optional(ThreadClock),
      resolution: z.optional(ThreadClock),
    }),
  ),
  /** When the acknowledgement was sent, once. */
  acknowledgedAt: z.optional(instant),
  /** The quality issues of its complaints. */
  issues: z.optional(z.array(z.object({ id: z.string(), category: slug.check(z.maxLength(60)) }))),
  /** The thread that this one was merged into: this one is closed, and further mail goes there. */
  mergedInto: z.optional(z.string()),
  /** The status before the merge, for an undo. */
  statusBeforeMerge: z.optional(z.enum(threadStatuses)),
  /** Threads merged into this one, with their messages and participants. */
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
  /** The time of the newest message, incoming or outgoing. */
  lastMessageAt: instant,
})
export type ThreadSnapshot = z.infer<typeof ThreadSnapshot>
