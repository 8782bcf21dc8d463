import type { EmailCategory, EmailUrgency } from '../../../../events/email/email-categories.ts'
import type { MessageSnapshot } from '../../../../events/email/email-events.ts'
import { categoryCorrected, threadUnderstood } from '../../../../events/email/thread-events.ts'
import type { Understanding } from '../../classifier/understand-mail.ts'
import { expectNotMerged, nextVersion, type Thread, type ThreadDecision } from '../thread.ts'

/** The classification of a message of a thread. */
export interface ReadMessage {
  readonly messageId: string
  readonly understanding: Understanding
  /** It reopened a resolved thread: its topic may be another. */
  readonly reopened: boolean
}

/**
 * A question at a listing precedes any purchase: it is a question, even if it sounds like a complaint ("É original?").
 * The rest of the classification stays.
 */
export const asListingQuestion = (
  understanding: Understanding,
  { channel, orderId }: Pick<MessageSnapshot, 'channel' | 'orderId'>,
): Understanding =>
  channel?.listingId === undefined || orderId !== undefined || understanding.category.name === 'praise'
    ? understanding
    : {
        ...understanding,
        category: { name: 'question', confidence: 0.9, why: ['rule:asked-at-a-listing'], by: 'rules' },
      }

/**
 * Records the category of a thread. A later message replaces it only when the thread was in doubt and the message is
 * clearer, or when the message reopened the thread with a topic of its own. An analyst's category stays. Urgency only
 * rises.
 */
export function understandThread(
  thread: Thread,
  { messageId, understanding, reopened }: ReadMessage,
  certainFrom: number,
  now: string,
): ThreadDecision {
  const { language } = understanding
  const category = isNewUnderstanding(thread, understanding.category, reopened, certainFrom)
    ? understanding.category
    : thread.category
  const urgency = moreUrgent(thread.urgency, understanding.urgency)
  const same = category === thread.category && urgency === thread.urgency
  if (same || category === undefined || thread.mergedInto !== undefined) return { next: thread, events: [] }
  return nextVersion({ ...thread, category, urgency, language: thread.language ?? language }, now, [
    threadUnderstood.happened({ messageId, category, urgency, language: thread.language ?? language }),
  ])
}

function isNewUnderstanding(
  { category: before }: Thread,
  category: Understanding['category'],
  reopened: boolean,
  certainFrom: number,
): boolean {
  if (before === undefined) return true
  if (before.by === 'analyst') return false
  if (reopened && category.confidence >= certainFrom)
    return category.name !== before.name && isTopic(category)
  return before.confidence < certainFrom && category.confidence > before.confidence
}

/** Thanks and the like end a topic and are none of their own. */
const isTopic = ({ name }: Understanding['category']): boolean => name !== 'praise' && name !== 'other'

const rank: Readonly<Record<EmailUrgency, number>> = { low: 0, normal: 1, high: 2 }

const moreUrgent = (before: EmailUrgency | undefined, now: EmailUrgency): EmailUrgency =>
  before !== undefined && rank[before] >= rank[now] ? before : now

/**
 * An analyst corrects the category of a thread, for one of its messages (the customer's first unless given).
 * Confirming the model's category counts as well: the model learns from it. Error: `illegal-transition` for a merged
 * thread.
 */
export function correctCategory(
  thread: Thread,
  { category, messageId }: { readonly category: EmailCategory; readonly messageId?: string | undefined },
  by: string,
  now: string,
): ThreadDecision {
  expectNotMerged(thread)
  const shownBy = messageId ?? thread.messages.find(isCustomers)?.id ?? ''
  const from = thread.category?.name
  if (thread.category?.by === 'analyst' && from === category) return { next: thread, events: [] }
  return nextVersion(
    { ...thread, category: { name: category, confidence: 1, why: [], by: 'analyst' } },
    now,
    [
      categoryCorrected.happened({
        ...(from === undefined ? {} : { from }),
        to: category,
        by,
        messageId: shownBy,
      }),
    ],
  )
}

/** Whether a person wrote the message to us. */
const isCustomers = ({ direction, automatic }: Thread['messages'][number]): boolean =>
  direction === 'in' && !automatic
