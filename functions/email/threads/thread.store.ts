import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type Change, type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { find, findTogether, load, loadAll, loadMany } from '../../../shared/table/load.store.ts'
import { sortKeysOf } from '../../../shared/table/sort-keys.store.ts'
import { type Sender, senders } from '../messages/sender.store.ts'
import { referenceTo } from '../messages/thread-references.ts'
import { isErasedThread } from './erase-thread.ts'
import type { Thread, ThreadDecision } from './thread.ts'
import { clockKeys, type ThreadOfClockKey, threadOfClockKey } from './thread-clock.ts'

/**
 * `gsi1`: a store's threads by department, at work and ended apart, the one that waits longest first. `gsi2`: those
 * of all stores that wait for a warning, by its time.
 */
export const threads: AggregateKind<Thread> = {
  name: 'THREAD',
  slice: 'email',
  type: 'thread',
  retention: 'correspondence',
  personal: (thread) => (isErasedThread(thread) ? undefined : thread.id),
  index: ({ store, id, department, status, lastMessageAt, clocks }) => ({
    gsi1pk: ofDepartment(store, department, status === 'resolved' || status === 'closed'),
    gsi1sk: `${lastMessageAt}#${id}`,
    ...clockKeys({ store, id, clocks }),
  }),
}

/** The threads of a department, or those that are none's yet. */
export const ofDepartment = (store: string, department: Thread['department'], ended: boolean): PartitionKey =>
  lists.threadsOfDepartment.partition(store, department ?? 'none', ended ? 'ended' : 'at-work')

/** Where the thread of a message, a Message-ID or a token is found; `id` as `referenceTo` makes it. */
interface ThreadReference {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly threadId: string
}

const references: AggregateKind<ThreadReference> = {
  name: 'THREAD-REFERENCE',
  slice: 'email',
  type: 'thread-reference',
  retention: 'correspondence',
}

export const loadThread = (store: string, id: string): Promise<Thread> => load(threads, store, id)

export const findThread = (store: string, id: string): Promise<Thread | undefined> => find(threads, store, id)

/** Threads by their ids (100 at most), in their order; those that are gone are left out. */
export const loadThreads = (store: string, ids: readonly string[]): Promise<Thread[]> =>
  loadMany(threads, store, [...new Set(ids)])

/** Threads by their ids, however many; missing ids are left out. */
export const loadAllThreads = (store: string, ids: readonly string[]): Promise<Thread[]> =>
  loadAll(threads, store, [...new Set(ids)])

/** The threads, of all stores, with a clock to look at by `now`. */
export async function threadsWithClockDue(now: string): Promise<ThreadOfClockKey[]> {
  const shards = lists.threadClocks.shards.map((shard) =>
    Array.fromAsync(sortKeysOf(lists.threadClocks.partition(shard), `${now}~`), threadOfClockKey),
  )
  return (await Promise.all(shards)).flat()
}

/** The thread that each reference names, at its place; as it was written, so merged threads name themselves. */
export async function threadIdsOf(
  store: string,
  keys: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const found = await findTogether(
    store,
    keys.map((id) => ({ kind: references, id })),
  )
  return found.map((reference) => reference?.threadId)
}

/** The thread of each message, at its place. */
export const threadIdsOfMessages = (
  store: string,
  messageIds: readonly string[],
): Promise<readonly (string | undefined)[]> =>
  threadIdsOf(
    store,
    messageIds.map((id) => referenceTo.message(id)),
  )

export interface ThreadCommit {
  /** What was decided about threads; all of it is written, or nothing. */
  readonly decisions: readonly ThreadDecision[]
  /** References that come to name a thread: new ones, or ones that named another. */
  readonly refer?: readonly { readonly key: string; readonly threadId: string }[]
  readonly sender?: { readonly next: Sender; readonly events: readonly never[] } | undefined
  readonly marker?: AnswerMarker | undefined
}

/**
 * Writes decided threads with the references that come with them. What was done at the same time by another run is
 * `stale-version`: read again and decide again. Errors: `stale-version`, `busy`.
 */
export async function commitThreads(
  store: string,
  { decisions, refer = [], sender, marker }: ThreadCommit,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> {
  const known = await findTogether(
    store,
    refer.map(({ key }) => ({ kind: references, id: key })),
  )
  const changes: Change[] = [
    ...decisions.map((decision) => change(threads, decision)),
    ...refer.map(({ key, threadId }, place) =>
      change(references, {
        next: { id: key, store, version: (known[place]?.version ?? 0) + 1, threadId },
        events: [],
      }),
    ),
    ...(sender === undefined ? [] : [change(senders, sender)]),
  ]
  const real = changes.filter(
    ({ kind, decision }) => kind.name !== threads.name || decision.events.length > 0,
  )
  const outcome = await commit(real, cause, { at, withoutEvents: true, marker })
  if (outcome.outcome === 'exists')
    throw new DomainError('stale-version', 'the same came in at the same time: read again')
  return outcome
}

/** Writes one decided thread. Errors: `stale-version`, `busy`. */
export const commitThread = (
  decision: ThreadDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commitThreads(decision.next.store, { decisions: [decision], marker }, cause, at)
