import type { MessageSnapshot } from '../../../../events/email/email-events.ts'
import type { JoinedBy } from '../../../../events/email/thread-snapshot.ts'
import { isAnswer, subjectKey } from '../../mails/content/subject.ts'
import { mayLink } from '../../messages/link-mail.ts'
import { referenceTo } from '../../messages/thread-references.ts'
import { isEnded, type NewRequest, type Thread } from '../thread.ts'

/** A thread that was found, and the merged thread (`via`) through which it was found. */
export interface Found {
  readonly thread: Thread
  readonly via?: string | undefined
}

/** The threads that its sender began, the newest first. */
export interface Candidates {
  /** The thread of the token in our address that the mail went to. */
  readonly byToken?: Found | undefined
  /** The thread of its channel conversation. */
  readonly byConversation?: Found | undefined
  /** The threads of the messages that it answers: In-Reply-To first, then References from the last to the first. */
  readonly byReference: readonly (Found & { readonly reference: string })[]
  /** The threads that its sender began, the newest first. */
  readonly ofSender: readonly Found[]
  /** An order that it names and that is not known to be its sender's. */
  readonly orderOfAnother?: string | undefined
}

/**
 * A message joins a thread, opens a new one, or is left without a thread: an automatic mail that answers none of ours.
 */
export type Link =
  | { readonly outcome: 'join'; readonly found: Found; readonly by: JoinedBy }
  | { readonly outcome: 'open'; readonly opening: NewRequest }
  | { readonly outcome: 'leave' }

type Linkable = Pick<
  MessageSnapshot,
  'from' | 'subject' | 'orderId' | 'automatic' | 'verdicts' | 'defects' | 'guards' | 'channel'
>

/**
 * Links a message to its thread: first by our signed address, then by a message that it answers, then, if its sender
 * participates in the thread, by order or subject. A possibly forged sender never joins a thread: the mail opens a new
 * thread with the possible one as a suggestion. `newTopic` says whether the message clearly has another topic than
 * the thread of its order.
 */
export function linkMessage(
  message: Linkable,
  candidates: Candidates,
  newTopic: (thread: Thread) => boolean = () => false,
): Link {
  if (message.guards.includes('spam') || message.guards.includes('virus')) return { outcome: 'leave' }
  if (message.channel !== undefined) return linkQuestion(message.orderId, message.channel, candidates)
  const proven = mayLink(message)
  const joined = proven ? matchingThread(message, candidates, newTopic) : undefined
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
 * A question joins the thread of its channel conversation; the channel vouches for sender and order. A question that
 * was answered at the channel before we received it opens no thread.
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
  newTopic: (thread: Thread) => boolean,
): { readonly found: Found; readonly by: JoinedBy } | undefined {
  if (byToken !== undefined && isOpen(byToken)) return { found: byToken, by: 'token' }
  const answered = byReference.find(
    (one) => isOpen(one) && (isOurMail(one) || isParticipant(one.thread, from.address)),
  )
  if (answered !== undefined) return { found: answered, by: 'reference' }
  const theirs = ofSender.filter(({ thread }) => isParticipant(thread, from.address))
  const ofOrder = theirs.find(({ thread }) => isOfOrder(thread, orderId) && (automatic || !newTopic(thread)))
  if (ofOrder !== undefined) return { found: ofOrder, by: 'order' }
  const sameSubject = theirs.find(
    (one) => isOpen(one) && isAnswer(subject) && subjectKey(one.thread.subject) === subjectKey(subject),
  )
  return sameSubject === undefined ? undefined : { found: sameSubject, by: 'subject' }
}

/**
 * The known facts of a new thread: its sender's own order, with the thread about another topic of that order
 * (`beside`), or only suggestions.
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

/** Whether an unfinished thread is about an order. */
export const isOfOrder = ({ order, status }: Thread, orderId: string | undefined): boolean =>
  orderId !== undefined && order?.id === orderId && !isEnded(status)

const suggestionReason = (proven: boolean, near: boolean) =>
  !proven ? 'sender-failed' : near ? 'stranger' : 'order-of-another'

const isOpen = ({ thread }: Found): boolean => thread.status !== 'closed'

const isParticipant = (thread: Thread, address: string): boolean =>
  thread.participants.includes(address.toLowerCase())

/** Whether a reference is a mail of ours: only its recipient knows the id. */
const isOurMail = ({ thread, reference }: Found & { readonly reference: string }): boolean =>
  thread.messages.some(
    (message) =>
      message.direction === 'out' &&
      message.reference !== undefined &&
      referenceTo.mail(message.reference) === referenceTo.mail(reference),
  )
