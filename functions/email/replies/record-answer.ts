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
 * Notes with a thread a mail of ours that SES took, once. A reply meets the first response, and from then on the
 * customer is to answer, unless they wrote again since it was written; an acknowledgement meets nothing.
 */
export function recordSent(thread: Thread, mail: ThreadMail, now: string): ThreadDecision {
  if (thread.messages.some(({ id }) => id === mail.id)) return { next: thread, events: [] }
  const acknowledgement = mail.kind === 'acknowledgement'
  const at = mail.sentAt ?? now
  const reference = mail.messageId === undefined ? {} : { reference: sesMessageId(mail.messageId) }
  const noted = withMessage(thread, {
    id: mail.id,
    direction: 'out',
    at,
    automatic: acknowledgement,
    ...reference,
  })
  const next = acknowledgement ? { ...noted, acknowledgedAt: at } : withAnswer(noted, mail, at)
  return nextVersion(next, now, [replySent.happened({ messageId: mail.id, acknowledgement, by: mail.by })])
}

/**
 * Notes that a question was answered at its channel, once: with that all is done, unless the customer wrote again since.
 * The words stand there, not here.
 */
export function recordChannelAnswer(
  thread: Thread,
  { id, at }: { readonly id: string; readonly at: string },
  now: string,
): ThreadDecision {
  if (thread.messages.some((message) => message.id === id)) return { next: thread, events: [] }
  const noted = withMessage(thread, { id, direction: 'out', at, automatic: false })
  const next = withAnswer(noted, { resolves: true, writtenAt: at }, at)
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
  const met = clocks === undefined ? thread : { ...thread, clocks: meetFirstResponse(clocks, at) }
  if (status === 'resolved' || status === 'closed' || customerRepliedAfter(thread, writtenAt)) return met
  return withStatus(met, resolves === true ? 'resolved' : 'waiting-customer', at)
}

const customerRepliedAfter = ({ messages }: Thread, time: string): boolean =>
  messages.some(({ direction, automatic, at }) => direction === 'in' && !automatic && at > time)

/** Takes a thread up again whose answer did not reach the customer; an acknowledgement changes nothing. */
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
