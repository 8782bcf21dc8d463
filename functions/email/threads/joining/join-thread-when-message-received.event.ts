import { messageReceived } from '../../../../events/email/email-events.ts'
import { env } from '../../../../shared/env.ts'
import { reaction } from '../../../../shared/inbox/reaction.ts'
import type { Message } from '../../messages/message.ts'
import { withThread } from '../../messages/sender.store.ts'
import { referenceTo } from '../../messages/thread-references.ts'
import { tokenOfThread } from '../../messages/thread-token.client.ts'
import { readMessage } from '../routing/read-message.usecase.ts'
import { commitThread, commitThreads, type ThreadCommit } from '../thread.store.ts'
import { coalesceMails, type Incoming, isEnded, joinThread, openThread, type Thread } from '../thread.ts'
import { findThreadCandidates, type ThreadCandidates } from './find-thread-candidates.usecase.ts'
import { isOfOrder, linkMessage } from './link-thread.ts'
import { isAnotherTopic } from './topic.ts'

/**
 * Finds the thread of a mail or a channel's question, or opens one: once for each message. Mails beyond the sender's
 * limit are counted in the sender's newest thread.
 */
export const joinThreadWhenMessageReceived = reaction({
  name: 'join-thread-when-message-received',
  on: [messageReceived],
  run: async ({ store, data: { coalesced }, snapshot: message }, { cause, now }) => {
    const found = await findThreadCandidates(message)
    if (found.alreadyJoined) return
    const last = found.candidates.ofSender.find(({ thread }) => !isEnded(thread.status))
    if (coalesced !== undefined && last !== undefined) {
      await commitThread(coalesceMails(last.thread, coalesced, now), cause, now)
      return
    }
    const link = linkMessage(message, found.candidates, await newTopicTest(message, found))
    if (link.outcome === 'leave') return
    const incoming = toIncoming(message, env('MAIL_DOMAIN'))
    if (link.outcome === 'join') {
      const { thread, via } = link.found
      const orderId = link.by === 'channel' ? message.orderId : undefined
      const decision = joinThread(thread, incoming, { by: link.by, via, orderId }, now)
      const refer = referencesOf(message, incoming, found, via ?? thread.id)
      await commitThreads(store, { decisions: [decision], refer }, cause, now)
      return
    }
    const decision = openThread(incoming, link.opening, now)
    await commitThreads(store, await newThreadCommit(decision, message, incoming, found), cause, now)
  },
})

/**
 * A test whether a message has another topic than a thread of its order. The message is classified only when there is
 * such a thread.
 */
async function newTopicTest(
  message: Message,
  { candidates }: ThreadCandidates,
): Promise<((thread: Thread) => boolean) | undefined> {
  const { orderId, automatic } = message
  if (automatic || !candidates.ofSender.some(({ thread }) => isOfOrder(thread, orderId))) return undefined
  const { understanding, settings } = await readMessage(message, orderId)
  return ({ category }) => isAnotherTopic(category, understanding.category, settings.autoRouteFrom)
}

/** The changes that create a thread: the thread, the references that find it, and its sender. */
async function newThreadCommit(
  decision: ReturnType<typeof openThread>,
  message: Message,
  incoming: Incoming,
  found: ThreadCandidates,
): Promise<ThreadCommit> {
  const { store, from } = incoming
  const threadId = decision.next.id
  const token = await tokenOfThread(store, threadId)
  const refer = [
    ...referencesOf(message, incoming, found, threadId),
    { key: referenceTo.token(token), threadId },
  ]
  const sender =
    from.address === '' ? undefined : withThread(found.sender, { store, address: from.address, threadId })
  return { decisions: [decision], refer, sender }
}

/**
 * The references that find a message's thread: the message, its Message-ID unless another message has it, and the
 * channel's conversation.
 */
const referencesOf = (
  { channel }: Message,
  { id, reference }: Incoming,
  { referenceTaken }: ThreadCandidates,
  threadId: string,
) =>
  [
    referenceTo.message(id),
    ...(reference === undefined || referenceTaken ? [] : [referenceTo.mail(reference)]),
    ...(channel === undefined ? [] : [referenceTo.conversation(channel.name, channel.conversation)]),
  ].map((key) => ({ key, threadId }))

const maxReferenceLength = 250

function toIncoming(message: Message, ourDomain: string): Incoming {
  const { id, store, receivedAt, automatic, from, subject, messageId } = message
  const ours = `@${ourDomain.toLowerCase()}`
  return {
    id,
    store,
    at: receivedAt,
    automatic,
    from,
    copiedTo: message.to.filter((address) => !address.toLowerCase().endsWith(ours)),
    subject,
    reference: (messageId?.length ?? 0) <= maxReferenceLength ? messageId : undefined,
  }
}
