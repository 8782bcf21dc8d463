import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { lists } from '../../../shared/table/keys.ts'
import { sortKeysOf } from '../../../shared/table/sort-keys.store.ts'
import { commitThread, findThread } from './thread.store.ts'
import type { Thread } from './thread.ts'
import { isLate, threadOfClockKey } from './thread-clock.ts'
import { warnOfClock } from './warn-of-clock.ts'

/** What a look at the clocks found: conversations that were warned of, and those whose answer is overdue. */
export interface WatchedClocks {
  readonly told: number
  readonly overdue: number
}

/** Warns of all conversations, of every store, whose time has come, and counts those whose target has passed. */
export async function watchClocks(cause: Cause, now: string): Promise<WatchedClocks> {
  const due = await Promise.all(lists.threadClocks.shards.map((shard) => waitingIn(shard, now)))
  let [told, overdue] = [0, 0]
  for (const { store, threadId } of due.flat()) {
    const thread = await findThread(store, threadId)
    if (thread === undefined) continue
    if (isLate(thread.clocks, now)) overdue += 1
    if (await warn(thread, cause, now)) told += 1
  }
  return { told, overdue }
}

type Waiting = ReturnType<typeof threadOfClockKey>

async function waitingIn(shard: number, now: string): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  for await (const sort of sortKeysOf(lists.threadClocks.partition(shard), `${now}~`))
    waiting.push(threadOfClockKey(sort))
  return waiting
}

/** One that somebody changes meanwhile is left to the next look. */
async function warn(thread: Thread, cause: Cause, now: string): Promise<boolean> {
  const decision = warnOfClock(thread, now)
  if (decision.events.length === 0) return false
  try {
    await commitThread(decision, cause, now)
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return false
    throw error
  }
}
