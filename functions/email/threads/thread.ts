import {
  mailsCoalesced,
  messageJoined,
  threadClosed,
  threadOpened,
  threadOrderLinked,
  threadReopened,
  threadResolved,
} from '../../../events/email/thread-events.ts'
import {
  type JoinedBy,
  type SuggestionReason,
  type ThreadMessage,
  type ThreadSnapshot,
  type ThreadStatus,
} from '../../../events/email/thread-snapshot.ts'
import type { Decision, Happened } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { derivedId } from '../../../shared/ids.ts'
import { followStatus } from './thread-clock.ts'

export type Thread = ThreadSnapshot
export type ThreadDecision = Decision<Thread>

/** The part of an incoming message that its thread uses. */
export interface Incoming {
  readonly id: string
  readonly store: string
  readonly at: string
  readonly automatic: boolean
  readonly from: { readonly address: string; readonly name: string }
  /** Other recipients, without our own addresses. */
  readonly copiedTo: readonly string[]
  readonly subject: string
  readonly reference?: string | undefined
}

/** The known facts of a new thread, besides its first message. */
export interface NewRequest {
  readonly channel: string
  readonly order?: Thread['order']
  readonly suggestedThread?: string | undefined
  readonly suggestedBecause?: SuggestionReason | undefined
}

const maxMessages = 100
const maxParticipants = 20

/** The id of the thread that a message opens: always the same. */
export const threadId = (store: string, messageId: string): string => derivedId('thr', store, messageId)

/** The next version of a thread, with its events. */
export const nextVersion = (thread: Thread, now: string, events: readonly Happened[]): ThreadDecision => ({
  next: { ...thread, version: thread.version + 1, updatedAt: now },
  events,
})

/** Combines two decisions into one version with the events of both. */
export function andThen(first: ThreadDecision, decide: (thread: Thread) => ThreadDecision): ThreadDecision {
  const { next, events } = decide(first.next)
  if (events.length === 0) return first
  return { next: { ...next, version: first.next.version }, events: [...first.events, ...events] }
}

/** Opens a thread for a message, without a department. */
export function openThread(message: Incoming, opening: NewRequest, now: string): ThreadDecision {
  const { channel, order, suggestedThread, suggestedBecause } = opening
  const { id, store, at, automatic, from, subject } = message
  const next: Thread = {
    id: threadId(store, id),
    store,
    version: 1,
    channel,
    customer: from,
    participants: participantsOf([], message),
    subject,
    ...(order === undefined ? {} : { order }),
    ...(suggestedThread === undefined ? {} : { suggestedThread }),
    ...(suggestedBecause === undefined ? {} : { suggestedBecause }),
    status: 'triage',
    messages: [toThreadMessage(message)],
    messageCount: 1,
    openedAt: at,
    updatedAt: now,
    lastMessageAt: at,
  }
  const orderId = order === undefined ? {} : { orderId: order.id }
  return { next, events: [threadOpened.happened({ messageId: id, automatic, ...orderId })] }
}

/** Why a message belongs to its thread. */
interface JoinReason {
  readonly by: JoinedBy
  /** The merged thread through which it was found. */
  readonly via?: string | undefined
  /** The message's confirmed order. */
  readonly orderId?: string | undefined
}

/**
 * Adds a message to its thread, once. A person's message makes the thread active again; an automatic one does not. A
 * thread without an order takes the order of the message. Error: `illegal-transition` when the thread is closed.
 */
export function joinThread(
  thread: Thread,
  message: Incoming,
  { by, via, orderId }: JoinReason,
  now: string,
): ThreadDecision {
  if (thread.messages.some(({ id }) => id === message.id)) return { next: thread, events: [] }
  if (thread.status === 'closed') throw illegalTransition(thread, 'Thread is closed.')
  const { id: messageId, automatic } = message
  const reopened = !automatic && thread.status === 'resolved'
  const participants = automatic ? thread.participants : participantsOf(thread.participants, message)
  const merged = thread.merged?.map((one) =>
    one.threadId === via ? { ...one, messageIds: [...one.messageIds, messageId] } : one,
  )
  const linked = orderId === undefined || thread.order !== undefined ? undefined : orderId
  const joined: Thread = {
    ...withMessage(thread, toThreadMessage(message)),
    ...(linked === undefined ? {} : { order: { id: linked, link: 'confirmed' } }),
    participants,
    ...(merged === undefined ? {} : { merged }),
  }
  const next = automatic ? joined : withStatus(joined, activeStatus(thread), now)
  return nextVersion(next, now, [
    messageJoined.happened({ messageId, automatic, by, reopened }),
    ...(linked === undefined ? [] : [threadOrderLinked.happened({ orderId: linked, by: 'channel' })]),
  ])
}

/** The thread with one more message, incoming or outgoing. */
export function withMessage(thread: Thread, message: ThreadMessage): Thread {
  const messages = [...thread.messages, message]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .slice(-maxMessages)
  return {
    ...thread,
    messages,
    messageCount: thread.messageCount + 1,
    lastMessageAt: message.at > thread.lastMessageAt ? message.at : thread.lastMessageAt,
  }
}

/** The thread in another status, with its clocks updated. All status changes go through here. */
export const withStatus = (thread: Thread, status: ThreadStatus, now: string): Thread => ({
  ...thread,
  status,
  ...(thread.clocks === undefined ? {} : { clocks: followStatus(thread.clocks, status, now) }),
})

/** Whether nothing is left to do for a thread. */
export const isEnded = (status: ThreadStatus): boolean => status === 'resolved' || status === 'closed'

/** The active status of a thread: `open` with a department, `triage` without. */
export const activeStatus = ({ department }: Pick<Thread, 'department'>): ThreadStatus =>
  department === undefined ? 'triage' : 'open'

/** Counts mails beyond the sender's limit; `mails` is the total so far. */
export function coalesceMails(thread: Thread, mails: number, now: string): ThreadDecision {
  if (mails <= (thread.coalesced ?? 0)) return { next: thread, events: [] }
  return nextVersion({ ...thread, coalesced: mails }, now, [mailsCoalesced.happened({ mails })])
}

/** An agent links a thread to an order. */
export function linkOrder(thread: Thread, orderId: string, by: string, now: string): ThreadDecision {
  if (thread.order?.id === orderId && thread.order.link === 'confirmed') return { next: thread, events: [] }
  const { suggestedBecause: _, ...rest } = thread
  return nextVersion({ ...rest, order: { id: orderId, link: 'confirmed' } }, now, [
    threadOrderLinked.happened({ orderId, by }),
  ])
}

/** Resolves a thread; the customer's next mail reopens it. Error: `illegal-transition`. */
export function resolveThread(thread: Thread, by: string, now: string): ThreadDecision {
  expectStatus(thread, 'resolve', ['triage', 'open', 'waiting-customer'])
  return nextVersion(withStatus(thread, 'resolved', now), now, [threadResolved.happened({ by })])
}

/** Closes a thread; the customer's next mail opens a new one. Error: `illegal-transition`. */
export function closeThread(thread: Thread, by: string, now: string): ThreadDecision {
  expectStatus(thread, 'close', ['triage', 'open', 'waiting-customer', 'resolved'])
  return nextVersion(withStatus(thread, 'closed', now), now, [threadClosed.happened({ by })])
}

/** Reopens a resolved or closed thread. Error: `illegal-transition`, also for a merged thread. */
export function reopenThread(thread: Thread, by: string, now: string): ThreadDecision {
  expectStatus(thread, 'reopen', ['resolved', 'closed'])
  expectNotMerged(thread)
  return nextVersion(withStatus(thread, activeStatus(thread), now), now, [threadReopened.happened({ by })])
}

/** Rejects a merged thread. Error: `illegal-transition`. */
export function expectNotMerged(thread: Thread): void {
  if (thread.mergedInto !== undefined)
    throw illegalTransition(thread, `Thread is merged into ${thread.mergedInto}.`)
}

function expectStatus(thread: Thread, action: string, expected: readonly ThreadStatus[]): void {
  if (expected.includes(thread.status)) return
  throw illegalTransition(thread, `Cannot ${action} a thread that is ${thread.status}.`)
}

/** An `illegal-transition` error. */
export const illegalTransition = (thread: Thread, message: string): DomainError =>
  new DomainError('illegal-transition', message, { details: { threadStatus: thread.status } })

const toThreadMessage = ({ id, at, automatic, reference }: Incoming): ThreadMessage => ({
  id,
  direction: 'in',
  at,
  automatic,
  ...(reference === undefined ? {} : { reference }),
})

/** The addresses whose mail may join by reference: the sender and the other recipients. */
const participantsOf = (current: readonly string[], { from, copiedTo }: Incoming): string[] =>
  [...new Set([...current, ...[from.address, ...copiedTo].map((address) => address.toLowerCase())])]
    .filter((address) => address !== '')
    .slice(0, maxParticipants)
