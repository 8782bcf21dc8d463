import { replyFailed, replySent } from '../../events/thread-events.ts'
import type { ThreadMail } from './mail.ts'
import { atWork, became, type Thread, type ThreadDecision, withMessage, withStatus } from './thread.ts'
import { meetFirstResponse } from './thread-clock.ts'
import { sesMessageId } from './thread-references.ts'

/**
 * Notes with a thread a mail of ours that SES took, once. A reply meets the first response, and from then on the
 * customer is to answer, unless they wrote again since it was written; an acknowledgement meets nothing.
 */
export function noteSent(thread: Thread, mail: ThreadMail, now: string): ThreadDecision {
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
  const next = acknowledgement ? { ...noted, acknowledgedAt: at } : answered(noted, mail, at)
  return became(next, now, [replySent.happened({ messageId: mail.id, acknowledgement, by: mail.by })])
}

function answered(thread: Thread, { resolves, writtenAt }: ThreadMail, at: string): Thread {
  const { clocks, status } = thread
  const met = clocks === undefined ? thread : { ...thread, clocks: meetFirstResponse(clocks, at) }
  if (status === 'resolved' || status === 'closed' || customerWroteAfter(thread, writtenAt)) return met
  return withStatus(met, resolves === true ? 'resolved' : 'waiting-customer', at)
}

const customerWroteAfter = ({ messages }: Thread, time: string): boolean =>
  messages.some(({ direction, automatic, at }) => direction === 'in' && !automatic && at > time)

/** Takes a thread up again whose answer did not reach the customer; an acknowledgement changes nothing. */
export function noteFailed(
  thread: Thread,
  mail: ThreadMail,
  why: 'bounced' | 'suppressed',
  now: string,
): ThreadDecision {
  const ended = thread.status === 'waiting-customer' || thread.status === 'resolved'
  if (mail.kind !== 'reply' || !ended) return { next: thread, events: [] }
  return became(withStatus(thread, atWork(thread), now), now, [
    replyFailed.happened({ messageId: mail.id, why }),
  ])
}
