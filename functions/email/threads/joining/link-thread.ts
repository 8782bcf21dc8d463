import type { MessageSnapshot } from '../../../../events/email/email-events.ts'
import type { JoinedBy } from '../../../../events/email/thread-snapshot.ts'
import { isAnswer, subjectKey } from '../../mails/content/subject.ts'
import { mayLink } from '../../messages/link-mail.ts'
import { referenceTo } from '../../messages/thread-references.ts'
import { isEnded, type NewRequest, type Thread } from '../thread.ts'

/** A thread that was found, and the merged one through which. */
export interface Found {
  readonly thread: Thread
  readonly via?: string | undefined
}

/** What is known of where a message may belong. */
export interface Candidates {
  /** The thread of the token in our address that it was sent to. */
  readonly byToken?: Found | undefined
  /** The thread of the conversation at a channel that it is part of. */
  readonly byConversation?: Found | undefined
  /** The threads of the messages that it answers: In-Reply-To first, then References, the last first. */
  readonly byReference: readonly (Found & { readonly reference: string })[]
  /** The threads that its sender began, the newest first. */
  readonly ofSender: readonly Found[]
  /** An order that it names, which is not known to be its sender's. */
  readonly orderOfAnother?: string | undefined
}

/** Where a message belongs: to a thread, to a new one, or (a machine's that answers nothing of ours) to none. */
export type Link =
  | { readonly outcome: 'join'; readonly found: Found; readonly by: JoinedBy }
  | { readonly outcome: 'open'; readonly opening: NewRequest }
  | { readonly outcome: 'leave' }

type Linkable = Pick<
  MessageSnapshot,
  'from' | 'subject' | 'orderId' | 'automatic' | 'verdicts' | 'defects' | 'guards' | 'channel'
>

/**
 * Links a message to its thread: first by our signed address, then by any message that it answers, then, if its
 * sender is on that thread, by the order or the subject. Never by a stranger's word, and never for a sender who may be
 * another: they get a thread of their own, with what it may belong to as a suggestion. `newMatter` says that the
 * message is plainly about something else than the thread of its order.
 */
export function linkMessage(
  message: Linkable,
  candidates: Candidates,
  newMatter: (thread: Thread) => boolean = () => false,
): Link {
  if (message.guards.includes('spam') || message.guards.includes('virus')) return { outcome: 'leave' }
  if (message.channel !== undefined) return linkQuestion(message.orderId, message.channel, candidates)
  const proven = mayLink(message)
  const joined = proven ? matchingThread(message, candidates, newMatter) : undefined
  if (joined !== undefined) return { outcome: 'join', ...joined }
  if (message.automatic) return { outcome: 'leave' }
  const beside = proven
    ? candidates.ofSender.find(({ thread }) => isOfOrder(thread, message.orderId))
    : undefined
  return {
    outcome: 'open',
    opening: { channel: 'email', ...newThreadRequest(message, candidates, proven, beside) },
  }
}

/**
 * A question joins what its channel keeps together with it; who asks and about which order, the channel vouches for.
 * What was settled there before we heard of it begins nothing.
 */
function linkQuestion(
  orderId: string | undefined,
  { name: channel, settled }: NonNullable<Linkable['channel']>,
  { byConversation }: Candidates,
): Link {
  if (byConversation !== undefined && isOpen(byConversation))
    return { outcome: 'join', found: byConversation, by: 'channel' }
  if (settled === true) return { outcome: 'leave' }
  const order = orderId === undefined ? {} : { order: { id: orderId, link: 'confirmed' as const } }
  return { outcome: 'open', opening: { channel, ...order } }
}

function matchingThread(
  { from, subject, orderId, automatic }: Linkable,
  { byToken, byReference, ofSender }: Candidates,
  newMatter: (thread: Thread) => boolean,
): { readonly found: Found; readonly by: JoinedBy } | undefined {
  if (byToken !== undefined && isOpen(byToken)) return { found: byToken, by: 'token' }
  const answered = byReference.find(
    (one) => isOpen(one) && (isOurMail(one) || isParticipant(one.thread, from.address)),
  )
  if (answered !== undefined) return { found: answered, by: 'reference' }
  const theirs = ofSender.filter(({ thread }) => isParticipant(thread, from.address))
  const ofOrder = theirs.find(({ thread }) => isOfOrder(thread, orderId) && (automatic || !newMatter(thread)))
  if (ofOrder !== undefined) return { found: ofOrder, by: 'order' }
  const sameSubject = theirs.find(
    (one) => isOpen(one) && isAnswer(subject) && subjectKey(one.thread.subject) === subjectKey(subject),
  )
  return sameSubject === undefined ? undefined : { found: sameSubject, by: 'subject' }
}

/**
 * What is known of a new thread: its sender's own order, with the thread about something else of it (`beside`), or what
 * it only may be about.
 */
function newThreadRequest(
  { orderId }: Linkable,
  { byToken, byReference, orderOfAnother }: Candidates,
  proven: boolean,
  beside: Found | undefined,
): Omit<NewRequest, 'channel'> {
  const near = byToken ?? byReference[0]
  if (near === undefined && beside !== undefined && orderId !== undefined)
    return {
      suggestedThread: beside.thread.id,
      suggestedBecause: 'another-topic',
      order: { id: orderId, link: 'confirmed' },
    }
  const suggestedThread = near === undefined ? {} : { suggestedThread: near.thread.id }
  if (orderId !== undefined) return { ...suggestedThread, order: { id: orderId, link: 'confirmed' } }
  const suggested = near?.thread.order?.id ?? orderOfAnother
  if (near === undefined && suggested === undefined) return {}
  const answersOwn = near?.thread.status === 'closed' && proven
  return {
    ...suggestedThread,
    ...(suggested === undefined ? {} : { order: { id: suggested, link: 'suggested' } }),
    ...(answersOwn ? {} : { suggestedBecause: suggestionReason(proven, near !== undefined) }),
  }
}

/** A thread about an order at which something is left to do. */
export const isOfOrder = ({ order, status }: Thread, orderId: string | undefined): boolean =>
  orderId !== undefined && order?.id === orderId && !isEnded(status)

const suggestionReason = (proven: boolean, near: boolean) =>
  !proven ? 'sender-failed' : near ? 'stranger' : 'order-of-another'

const isOpen = ({ thread }: Found): boolean => thread.status !== 'closed'

const isParticipant = (thread: Thread, address: string): boolean =>
  thread.participants.includes(address.toLowerCase())

/** A mail of ours: only who got it knows its id. */
const isOurMail = ({ thread, reference }: Found & { readonly reference: string }): boolean =>
  thread.messages.some(
    (message) =>
      message.direction === 'out' &&
      message.reference !== undefined &&
      referenceTo.mail(message.reference) === referenceTo.mail(reference),
  )
