import * as z from 'zod/mini'
import { instant, slug, text, version } from '../fields.ts'
import { departments } from '../quality/quality-events.ts'
import { emailCategories, emailLanguages, emailUrgencies } from './email-categories.ts'
import { AnsweringHours } from './email-settings-events.ts'

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
export const suggestionReasons = ['sender-failed', 'stranger', 'order-of-another', 'another-topic'] as const
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
