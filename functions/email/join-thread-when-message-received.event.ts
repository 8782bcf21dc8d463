import { messageReceived } from '../../events/email-events.ts'
import { env } from '../../shared/env.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { signingKey } from '../../shared/secret.client.ts'
import { findWhereabouts, type Whereabouts } from './find-thread.store.ts'
import { linkMessage } from './link-thread.ts'
import type { Message } from './message.ts'
import { withThread } from './sender.store.ts'
import { commitThread, commitThreads, type ThreadCommit } from './thread.store.ts'
import { coalesceMails, type Incoming, isEnded, joinThread, openThread } from './thread.ts'
import { referenceTo, threadToken } from './thread-references.ts'

/**
 * Finds the conversation that a mail belongs to, or opens one for it: once for each mail. The mails of a flood are
 * counted at the conversation that their sender began last.
 */
export const joinThreadWhenMessageReceived = reaction({
  name: 'join-thread-when-message-received',
  on: [messageReceived],
  run: async ({ store, data: { coalesced }, snapshot: message }, { cause, now }) => {
    const found = await findWhereabouts(message)
    if (found.known) return
    const last = found.candidates.ofSender.find(({ thread }) => !isEnded(thread.status))
    if (coalesced !== undefined && last !== undefined) {
      await commitThread(coalesceMails(last.thread, coalesced, now), cause, now)
      return
    }
    const link = linkMessage(message, found.candidates)
    if (link.outcome === 'leave') return
    const incoming = toIncoming(message, env('MAIL_DOMAIN'))
    if (link.outcome === 'join') {
      const { thread, via } = link.found
      const decision = joinThread(thread, incoming, { by: link.by, via }, now)
      const refer = referencesOf(incoming, found, via ?? thread.id)
      await commitThreads(store, { decisions: [decision], refer }, cause, now)
      return
    }
    const decision = openThread(incoming, link.opening, now)
    await commitThreads(store, await opening(decision, incoming, found), cause, now)
  },
})

/** What is written with a new thread: by what it is found again, and that its sender began it. */
async function opening(
  decision: ReturnType<typeof openThread>,
  { store, id, from, ...more }: Incoming,
  found: Whereabouts,
): Promise<ThreadCommit> {
  const threadId = decision.next.id
  const token = threadToken(store, threadId, await signingKey())
  const refer = [
    ...referencesOf({ store, id, from, ...more }, found, threadId),
    { key: referenceTo.token(token), threadId },
  ]
  const sender =
    from.address === '' ? undefined : withThread(found.sender, { store, address: from.address, threadId })
  return { decisions: [decision], refer, sender }
}

/** By what a message's thread is found again: the message, and its Message-ID unless another has that already. */
const referencesOf = ({ id, reference }: Incoming, { referenceTaken }: Whereabouts, threadId: string) =>
  [
    referenceTo.message(id),
    ...(reference === undefined || referenceTaken ? [] : [referenceTo.mail(reference)]),
  ].map((key) => ({ key, threadId }))

const longestReference = 250

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
    reference: (messageId?.length ?? 0) <= longestReference ? messageId : undefined,
  }
}
