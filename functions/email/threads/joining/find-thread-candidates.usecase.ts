import type { MessageSnapshot } from '../../../../events/email/email-events.ts'
import { ordersNumbered } from '../../mails/mail.store.ts'
import { findChannels } from '../../mails/store-channels.store.ts'
import { orderNumbersIn } from '../../messages/link-mail.ts'
import { findSender, type Sender } from '../../messages/sender.store.ts'
import { referenceTo } from '../../messages/thread-references.ts'
import { loadThreads, threadIdsOf } from '../thread.store.ts'
import type { Thread } from '../thread.ts'
import type { Candidates, Found } from './link-thread.ts'

/** The threads that a message may belong to; `alreadyJoined` when the message has its thread. */
export interface ThreadCandidates {
  readonly alreadyJoined: boolean
  readonly candidates: Candidates
  readonly sender: Sender | undefined
  /** Whether another message already has its Message-ID. */
  readonly referenceTaken: boolean
}

/** Merged threads are followed to their target, over at most this many merges. */
const maxMerges = 5
const maxNumbers = 5

/** Finds all threads that a message may belong to. */
export async function findThreadCandidates(message: MessageSnapshot): Promise<ThreadCandidates> {
  const { id, store, token, messageId, inReplyTo, references, from, channel } = message
  const answers = [...new Set([...(inReplyTo?.match(/<[^<>\s]+>/g) ?? []), ...references.toReversed()])]
  const [sender, named] = await Promise.all([
    from.address === '' ? undefined : findSender(store, from.address),
    threadIdsOf(store, [
      referenceTo.message(id),
      ...(messageId === undefined ? [] : [referenceTo.mail(messageId)]),
      ...(token === undefined ? [] : [referenceTo.token(token)]),
      ...(channel === undefined ? [] : [referenceTo.conversation(channel.name, channel.conversation)]),
      ...answers.map(referenceTo.mail),
    ]),
  ])
  const [joined, ...others] = named
  const own = messageId === undefined ? undefined : others.shift()
  const ofToken = token === undefined ? undefined : others.shift()
  const ofConversation = channel === undefined ? undefined : others.shift()
  const found = await followMerges(store, [
    ...[ofToken, ofConversation, ...others].flatMap((one) => one ?? []),
    ...(sender?.threads ?? []),
  ])
  const candidates: Candidates = {
    byToken: ofToken === undefined ? undefined : found.get(ofToken),
    byConversation: ofConversation === undefined ? undefined : found.get(ofConversation),
    byReference: answers.flatMap((reference, place) => {
      const one = found.get(others[place] ?? '')
      return one === undefined ? [] : { ...one, reference }
    }),
    ofSender: (sender?.threads ?? []).flatMap((one) => found.get(one) ?? []),
    orderOfAnother: joined === undefined ? await orderOfAnother(message) : undefined,
  }
  return { alreadyJoined: joined !== undefined, candidates, sender, referenceTaken: own !== undefined }
}

/** The threads with these ids, each followed to the thread that it was merged into. */
async function followMerges(store: string, ids: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const loaded = new Map<string, Thread>()
  let wanted = [...new Set(ids)]
  for (let round = 0; wanted.length > 0 && round <= maxMerges; round += 1) {
    for (const thread of await loadThreads(store, wanted)) loaded.set(thread.id, thread)
    wanted = [...loaded.values()].flatMap(({ mergedInto }) =>
      mergedInto === undefined || loaded.has(mergedInto) ? [] : mergedInto,
    )
  }
  return new Map(
    ids.flatMap((id): [string, Found][] => {
      let thread = loaded.get(id)
      for (let round = 0; thread?.mergedInto !== undefined && round < maxMerges; round += 1)
        thread = loaded.get(thread.mergedInto)
      if (thread === undefined) return []
      return [[id, thread.id === id ? { thread } : { thread, via: id }]]
    }),
  )
}

/** An order that the message names by number, though its sender is not known as its customer: only a suggestion. */
async function orderOfAnother({
  store,
  orderId,
  automatic,
  channel,
  subject,
  reply,
}: MessageSnapshot): Promise<string | undefined> {
  if (orderId !== undefined || automatic || channel !== undefined) return undefined
  const numbers = orderNumbersIn([subject, reply]).slice(0, maxNumbers)
  if (numbers.length === 0) return undefined
  const channels = await findChannels(store)
  const found = await Promise.all(numbers.map((number) => ordersNumbered(store, number, channels)))
  const orders = [...new Set(found.flat())]
  return orders.length === 1 ? orders[0] : undefined
}
