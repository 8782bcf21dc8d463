import { threadMerged, threadMergeUndone, threadSplit } from '../../../../events/email/thread-events.ts'
import { type ThreadMessage } from '../../../../events/email/thread-snapshot.ts'
import { DomainError } from '../../../../shared/domain-error.ts'
import { derivedId } from '../../../../shared/ids.ts'
import {
  activeStatus,
  expectNotMerged,
  illegalTransition,
  nextVersion,
  type Thread,
  type ThreadDecision,
  withStatus,
} from '../thread.ts'

/** A decision about two threads; both are written, or neither. */
export interface PairDecision {
  readonly source: ThreadDecision
  readonly target: ThreadDecision
}

/** Merges a thread into another; can be undone at any time. Errors: `invalid-request`, `illegal-transition`. */
export function mergeThreads(source: Thread, target: Thread, by: string, now: string): PairDecision {
  if (source.id === target.id) throw new DomainError('invalid-request', 'Cannot merge a thread into itself.')
  expectNotMerged(source)
  expectNotMerged(target)
  if (target.status === 'closed') throw illegalTransition(target, 'Target thread is closed.')
  const added = source.messages.filter(({ id }) => !target.messages.some((one) => one.id === id))
  const participants = source.participants.filter((one) => !target.participants.includes(one))
  const record = { threadId: source.id, messageIds: added.map(({ id }) => id), participants }
  const ended = source.status === 'resolved' || source.status === 'closed'
  const order = target.order ?? source.order
  const joined: Thread = {
    ...withMessages(target, [...target.messages, ...added]),
    messageCount: target.messageCount + source.messageCount,
    participants: [...target.participants, ...participants],
    ...(order === undefined ? {} : { order }),
    merged: [...(target.merged ?? []), record],
  }
  const next = ended || target.status !== 'resolved' ? joined : withStatus(joined, activeStatus(joined), now)
  return {
    source: nextVersion(
      // Pause the clocks instead of meeting them: after an undo they continue from here.
      {
        ...withStatus(source, 'waiting-customer', now),
        status: 'closed',
        mergedInto: target.id,
        statusBeforeMerge: source.status,
      },
      now,
      [threadMerged.happened({ into: target.id, by })],
    ),
    target: nextVersion(next, now, [threadMerged.happened({ from: source.id, by })]),
  }
}

/**
 * Undoes a merge: the source gets back its state and the messages that came for it since; the target loses them.
 * Error: `illegal-transition`.
 */
export function undoMerge(source: Thread, target: Thread, by: string, now: string): PairDecision {
  const record = target.merged?.find(({ threadId }) => threadId === source.id)
  if (source.mergedInto !== target.id || record === undefined)
    throw illegalTransition(source, 'Thread is not merged into this target.')
  const arrived = new Set(record.messageIds)
  const since = target.messages.filter(
    ({ id }) => arrived.has(id) && !source.messages.some((one) => one.id === id),
  )
  const { mergedInto: _, statusBeforeMerge = 'triage', ...whole } = source
  const again = {
    ...withMessages(whole, [...source.messages, ...since]),
    messageCount: source.messageCount + since.length,
  }
  const left = target.merged?.filter((one) => one !== record) ?? []
  const { merged: __, ...rest } = target
  const messages = target.messages.filter(({ id }) => !arrived.has(id))
  return {
    source: nextVersion(withStatus(again, statusBeforeMerge, now), now, [
      threadMergeUndone.happened({ into: target.id, by }),
    ]),
    target: nextVersion(
      {
        ...withMessages(rest, messages),
        messageCount: target.messageCount - again.messageCount,
        participants: target.participants.filter((one) => !record.participants.includes(one)),
        ...(left.length === 0 ? {} : { merged: left }),
      },
      now,
      [threadMergeUndone.happened({ from: source.id, by })],
    ),
  }
}

/** The parts of a thread that is split off. */
export interface Split {
  readonly messageIds: readonly string[]
  /** The sender and the subject of the first of these messages. */
  readonly customer: Thread['customer']
  readonly subject: string
}

/**
 * Splits messages of a thread (`source`) off into a new thread (`target`); merging it back undoes the split. Errors:
 * `invalid-request` for messages that are not in the thread, for all its messages, or when either thread would have no
 * message of the customer.
 */
export function splitThread(thread: Thread, split: Split, by: string, now: string): PairDecision {
  expectNotMerged(thread)
  const { customer, subject } = split
  const wanted = new Set(split.messageIds)
  const moved = thread.messages.filter(({ id }) => wanted.has(id))
  const remaining = thread.messages.filter(({ id }) => !wanted.has(id))
  const [first] = moved
  if (first === undefined || moved.length !== wanted.size || !moved.some(isIncoming))
    throw new DomainError('invalid-request', 'Select messages of this thread, at least one of the customer.')
  if (!remaining.some(isIncoming))
    throw new DomainError('invalid-request', 'Leave at least one message of the customer in the thread.')
  const messageIds = moved.map(({ id }) => id)
  const id = derivedId('thr', thread.store, thread.id, String(thread.version), first.id)
  const target: Thread = {
    id,
    store: thread.store,
    version: 1,
    channel: thread.channel,
    customer,
    participants: customer.address === '' ? [] : [customer.address.toLowerCase()],
    subject,
    ...(thread.order === undefined ? {} : { order: thread.order }),
    status: 'triage',
    messages: moved,
    messageCount: moved.length,
    splitFrom: thread.id,
    openedAt: first.at,
    updatedAt: now,
    lastMessageAt: moved.at(-1)?.at ?? first.at,
  }
  const rest = { ...withMessages(thread, remaining), messageCount: thread.messageCount - moved.length }
  return {
    source: nextVersion(rest, now, [threadSplit.happened({ to: id, messageIds, by })]),
    target: { next: target, events: [threadSplit.happened({ from: thread.id, messageIds, by })] },
  }
}

const isIncoming = ({ direction }: ThreadMessage): boolean => direction === 'in'

/** A thread with other messages, sorted by time. */
function withMessages(thread: Thread, messages: readonly ThreadMessage[]): Thread {
  const sorted = messages.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(-100)
  return { ...thread, messages: sorted, lastMessageAt: sorted.at(-1)?.at ?? thread.lastMessageAt }
}
