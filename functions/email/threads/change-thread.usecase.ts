import type { Cause } from '../../../shared/decision.ts'
import type { Principal } from '../../../shared/http/route.ts'
import { signingKey } from '../../../shared/secret.client.ts'
import { loadMessages } from '../messages/message.store.ts'
import { referenceTo, threadToken } from '../messages/thread-references.ts'
import { mergeThreads, type PairDecision, splitThread, undoMerge } from './joining/merge-threads.ts'
import { commitThread, commitThreads, loadThread } from './thread.store.ts'
import { illegalTransition, type Thread, type ThreadDecision } from './thread.ts'

/** What a request to change one thread brings along. */
interface ChangeRequest {
  readonly params: { readonly threadId: string }
  readonly principal: Principal
  readonly ifMatch: (version: number) => void
  readonly cause: Cause
  readonly now: string
}

/** One change of one thread on a caller's behalf: load it, see that it is the version they know, decide, commit, show. */
export async function changeThread(
  request: ChangeRequest,
  decide: (thread: Thread, by: string, now: string) => ThreadDecision,
): Promise<Thread> {
  const { principal, cause, now } = request
  const decision = decide(await loadMatching(request), principal.id, now)
  await commitThread(decision, cause, now)
  return decision.next
}

/** Makes the thread part of another; returned is the other. */
export async function mergeInto(request: ChangeRequest, into: string): Promise<Thread> {
  const { principal, now } = request
  const source = await loadMatching(request)
  const target = await loadThread(principal.store, into)
  return (await commitPair(request, mergeThreads(source, target, principal.id, now))).target.next
}

/** Takes back that the thread became part of another, or was split from another; returned is the thread itself. */
export async function undoThread(request: ChangeRequest): Promise<Thread> {
  const { principal, now } = request
  const thread = await loadMatching(request)
  const other = thread.mergedInto ?? thread.splitFrom
  if (other === undefined)
    throw illegalTransition(thread, 'a thread is expected that was merged into another or split from one')
  const partner = await loadThread(principal.store, other)
  const decide = thread.mergedInto === undefined ? mergeThreads : undoMerge
  return (await commitPair(request, decide(thread, partner, principal.id, now))).source.next
}

/** Makes messages of the thread one of their own; returned is the new one. */
export async function splitOff(request: ChangeRequest, wanted: readonly string[]): Promise<Thread> {
  const { principal, now } = request
  const thread = await loadMatching(request)
  const messageIds = [...new Set(wanted)]
  const [first] = await loadMessages(principal.store, messageIds)
  const { customer, subject } =
    first === undefined ? thread : { customer: first.from, subject: first.subject }
  const decision = splitThread(thread, { messageIds, customer, subject }, principal.id, now)
  const made = decision.target.next
  const token = threadToken(made.store, made.id, await signingKey())
  const keys = made.messages.flatMap(({ id, reference }) => [
    referenceTo.message(id),
    ...(reference === undefined ? [] : [referenceTo.mail(reference)]),
  ])
  const refer = [...new Set([...keys, referenceTo.token(token)])].map((key) => ({ key, threadId: made.id }))
  return (await commitPair(request, decision, refer)).target.next
}

async function loadMatching({ params, principal, ifMatch }: ChangeRequest): Promise<Thread> {
  const thread = await loadThread(principal.store, params.threadId)
  ifMatch(thread.version)
  return thread
}

async function commitPair(
  { principal, cause, now }: ChangeRequest,
  pair: PairDecision,
  refer: readonly { readonly key: string; readonly threadId: string }[] = [],
): Promise<PairDecision> {
  await commitThreads(principal.store, { decisions: [pair.source, pair.target], refer }, cause, now)
  return pair
}
