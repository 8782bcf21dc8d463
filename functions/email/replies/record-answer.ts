import { replyFailed, replySent, threadResolved } from '../../../events/email/thread-events.ts'
import type { ThreadMail } from '../mails/mail.ts'
import { sesMessageId } from '../messages/thread-references.ts'
import {
  activeStatus,
  nextVersion,
  type Thread,
  type ThreadDecision,
  withMessage,
  withStatus,
} from '../threads/thread.ts'
import { meetFirstResponse } from '../threads/thread-clock.ts'

/**
 * Records a sent mail in its thread, once. A reply meets the first response and then waits for the customer, unless
 * they wrote again after it was written. An acknowledgement meets no target.
 */
export function recordSent(thread: Thread, mail: ThreadMail, now: string): ThreadDecision {
  if (thread.messages.some(({ id }) => id === mail.id)) return { next: thread, events: [] }
  const acknowledgement = mail.kind === 'acknowledgement'
  const at = mail.sentAt ?? now
  const reference = mail.messageId === undefined ? {} : { reference: sesMessageId(mail.messageId) }
  const recorded = withMessage(thread, {
    id: mail.id,
    direction: 'out',
    at,
    automatic: acknowledgement,
    ...reference,
  })
  const next = acknowledgement ? { ...recorded, acknowledgedAt: at } : withAnswer(recorded, mail, at)
  return nextVersion(next, now, [replySent.happened({ messageId: mail.id, acknowledgement, by: mail.by })])
}

/**
 * Records that a question was answered at its channel, once. The thread is then resolved, unless the customer wrote
 * again. The text of the answer is not stored.
 */
export function recordChannelAnswer(
  thread: Thread,
  { id, at }: { readonly id: string; readonly at: string },
  now: string,
): ThreadDecision {
  if (thread.messages.some((message) => message.id === id)) return { next: thread, events: [] }
  const recorded = withMessage(thread, { id, direction: 'out', at, automatic: false })
  const next = withAnswer(recorded, { resolves: true, writtenAt: at }, at)
  const resolved = next.status === 'resolved' && thread.status !== 'resolved'
  return nextVersion(next, now, [
    replySent.happened({ messageId: id, acknowledgement: false, by: 'channel' }),
    ...(resolved ? [threadResolved.happened({ by: 'channel' })] : []),
  ])
}

function withAnswer(
  thread: Thread,
  { resolves, writtenAt }: Pick<ThreadMail, 'resolves' | 'writtenAt'>,
  at: string,
): Thread {
  const { clocks, status } = thread
  const answered = clocks === undefined ? thread : { ...thread, clocks: meetFirstResponse(clocks, at) }
  if (status === 'resolved' || status === 'closed' || customerRepliedAfter(thread, writtenAt)) return answered
  return withStatus(answered, resolves === true ? 'resolved' : 'waiting-customer', at)
}

const customerRepliedAfter = ({ messages }: Thread, time: string): boolean =>
  messages.some(({ direction, automatic, at }) => direction === 'in' && !automatic && at > time)

/** Reopens a thread whose reply did not reach the customer; a failed acknowledgement changes nothing. */
export function recordFailed(
  thread: Thread,
  mail: ThreadMail,
  why: 'bounced' | 'suppressed',
  now: string,
): ThreadDecision {
  const ended = thread.status === 'waiting-customer' || thread.status === 'resolved'
  if (mail.kind !== 'reply' || !ended) return { next: thread, events: [] }
  return nextVersion(withStatus(thread, activeStatus(thread), now), now, [
    replyFailed.happened({ messageId: mail.id, why }),
  ])
}
