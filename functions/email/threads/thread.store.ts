import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type Change, type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { type ListQuery, list, type Page } from '../../../shared/table/list.store.ts'
import { find, findTogether, load, loadAll, loadMany } from '../../../shared/table/load.store.ts'
import { sortKeysOf } from '../../../shared/table/sort-keys.store.ts'
import { type Sender, senders } from '../messages/sender.store.ts'
import { referenceTo } from '../messages/thread-references.ts'
import { isErasedThread } from './erase-thread.ts'
import type { Thread, ThreadDecision } from './thread.ts'
import { clockKeys, type ThreadOfClockKey, threadOfClockKey } from './thread-clock.ts'

/**
 * `gsi1`: a store's threads by department and by unfinished or ended, the longest waiting first. `gsi2`: the threads
 * of all stores with a running clock, by its next moment.
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

/** The partition of a department's threads, or of unassigned ones. */
const ofDepartment = (store: string, department: Thread['department'], ended: boolean): PartitionKey =>
  lists.threadsOfDepartment.partition(store, department ?? 'none', ended ? 'ended' : 'at-work')

/** A page of the threads of departments (`undefined`: of none yet), the longest waiting first. */
export const listThreads = (
  store: string,
  {
    departments,
    ended,
    after,
    limit,
  }: Pick<ListQuery, 'after' | 'limit'> & {
    readonly departments: readonly Thread['department'][]
    readonly ended: boolean
  },
  belongs: (thread: Thread) => boolean,
): Promise<Page<Thread>> =>
  list(
    threads,
    store,
    {
      index: lists.threadsOfDepartment.index,
      partitions: departments.map((department) => ofDepartment(store, department, ended)),
      after,
      limit,
    },
    belongs,
  )

/** Finds the thread of a message, a Message-ID, a channel conversation or a token; `id` is a key of `referenceTo`. */
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

/** Threads by their ids (100 at most), in that order; missing ids are left out. */
export const loadThreads = (store: string, ids: readonly string[]): Promise<Thread[]> =>
  loadMany(threads, store, [...new Set(ids)])

/** Threads by their ids, however many; missing ids are left out. */
export const loadAllThreads = (store: string, ids: readonly string[]): Promise<Thread[]> =>
  loadAll(threads, store, [...new Set(ids)])

/** The threads of all stores whose clock needs attention by `now`. */
export async function threadsWithClockDue(now: string): Promise<ThreadOfClockKey[]> {
  const shards = lists.threadClocks.shards.map((shard) =>
    Array.fromAsync(sortKeysOf(lists.threadClocks.partition(shard), `${now}~`), threadOfClockKey),
  )
  return (await Promise.all(shards)).flat()
}

/** The thread id of each reference, at its index; the ids of merged threads are not followed. */
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

/** The thread id of each message, at its index. */
export const threadIdsOfMessages = (
  store: string,
  messageIds: readonly string[],
): Promise<readonly (string | undefined)[]> =>
  threadIdsOf(
    store,
    messageIds.map((id) => referenceTo.message(id)),
  )

export interface ThreadCommit {
  /** Decisions about threads; all are written, or none. */
  readonly decisions: readonly ThreadDecision[]
  /** References to add, or to move to another thread. */
  readonly refer?: readonly { readonly key: string; readonly threadId: string }[]
  readonly sender?: { readonly next: Sender; readonly events: readonly never[] } | undefined
  readonly marker?: AnswerMarker | undefined
}

/**
 * Writes threads with their references. Errors: `stale-version` after a concurrent change (load and decide again),
 * `busy`.
 */
export async function commitThreads(
  store: string,
  { decisions, refer = [], sender, marker }: ThreadCommit,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> {
  const existing = await findTogether(
    store,
    refer.map(({ key }) => ({ kind: references, id: key })),
  )
  const changes: Change[] = [
    ...decisions.map((decision) => change(threads, decision)),
    ...refer.map(({ key, threadId }, place) =>
      change(references, {
        next: { id: key, store, version: (existing[place]?.version ?? 0) + 1, threadId },
        events: [],
      }),
    ),
    ...(sender === undefined ? [] : [change(senders, sender)]),
  ]
  const real = changes.filter(
    ({ kind, decision }) => kind.name !== threads.name || decision.events.length > 0,
  )
  const outcome = await commit(real, cause, { at, withoutEvents: true, marker })
  if (outcome.outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
  return outcome
}

/** Writes one thread. Errors: `stale-version`, `busy`. */
export const commitThread = (
  decision: ThreadDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commitThreads(decision.next.store, { decisions: [decision], marker }, cause, at)
