import { type ChangeRequest, changeAggregate } from '../../../shared/table/change-aggregate.usecase.ts'
import { loadMessages } from '../messages/message.store.ts'
import { referenceTo } from '../messages/thread-references.ts'
import { tokenOfThread } from '../messages/thread-token.client.ts'
import { mergeThreads, type PairDecision, splitThread, undoMerge } from './joining/merge-threads.ts'
import { commitThread, commitThreads, loadThread } from './thread.store.ts'
import { illegalTransition, type Thread, type ThreadDecision } from './thread.ts'

/** A request to change one thread. */
interface ThreadChange extends ChangeRequest {
  readonly params: { readonly threadId: string }
}

/** Changes one thread on a caller's behalf and returns its next version. */
export const changeThread = (
  request: ThreadChange,
  decide: (thread: Thread, by: string, now: string) => ThreadDecision,
): Promise<Thread> =>
  changeAggregate(
    { load: loadThread, commit: commitThread },
    request.params.threadId,
    request,
    (thread, now) => decide(thread, request.principal.id, now),
  )

/** Merges the thread into another. Returns the other. */
export async function mergeInto(request: ThreadChange, into: string): Promise<Thread> {
  const { principal, now } = request
  const source = await loadMatching(request)
  const target = await loadThread(principal.store, into)
  return (await commitPair(request, mergeThreads(source, target, principal.id, now))).target.next
}

/** Undoes the merge or the split of the thread. Returns the thread itself. */
export async function undoThread(request: ThreadChange): Promise<Thread> {
  const { principal, now } = request
  const thread = await loadMatching(request)
  const other = thread.mergedInto ?? thread.splitFrom
  if (other === undefined) throw illegalTransition(thread, 'Thread was neither merged nor split.')
  const partner = await loadThread(principal.store, other)
  const decide = thread.mergedInto === undefined ? mergeThreads : undoMerge
  return (await commitPair(request, decide(thread, partner, principal.id, now))).source.next
}

/** Splits messages of the thread off into a new thread. Returns the new thread. */
export async function splitOff(request: ThreadChange, requested: readonly string[]): Promise<Thread> {
  const { principal, now } = request
  const thread = await loadMatching(request)
  const messageIds = [...new Set(requested)]
  const [first] = await loadMessages(principal.store, messageIds)
  const { customer, subject } =
    first === undefined ? thread : { customer: first.from, subject: first.subject }
  const decision = splitThread(thread, { messageIds, customer, subject }, principal.id, now)
  const created = decision.target.next
  const token = await tokenOfThread(created.store, created.id)
  const keys = created.messages.flatMap(({ id, reference }) => [
    referenceTo.message(id),
    ...(reference === undefined ? [] : [referenceTo.mail(reference)]),
  ])
  const refer = [...new Set([...keys, referenceTo.token(token)])].map((key) => ({
    key,
    threadId: created.id,
  }))
  return (await commitPair(request, decision, refer)).target.next
}

async function loadMatching({ params, principal, ifMatch }: ThreadChange): Promise<Thread> {
  const thread = await loadThread(principal.store, params.threadId)
  ifMatch(thread.version)
  return thread
}

async function commitPair(
  { principal, cause, now }: ThreadChange,
  pair: PairDecision,
  refer: readonly { readonly key: string; readonly threadId: string }[] = [],
): Promise<PairDecision> {
  await commitThreads(principal.store, { decisions: [pair.source, pair.target], refer }, cause, now)
  return pair
}
