import type { Cause } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import { sortKeysOf } from '../../shared/table/sort-keys.store.ts'
import { commitThread, findThread } from './thread.store.ts'
import { clockPartition, clockShards, waitingThread } from './thread-clock.ts'
import { warnOfClock } from './warn-of-clock.ts'

/** Warns of all conversations, of every store, whose time has come; returns how many were warned of. */
export async function watchClocks(cause: Cause, now: string): Promise<number> {
  const due = await Promise.all(clockShards.map((shard) => waitingIn(shard, now)))
  let told = 0
  for (const waiting of due.flat()) if (await warn(waiting, cause, now)) told += 1
  return told
}

type Waiting = ReturnType<typeof waitingThread>

async function waitingIn(shard: number, now: string): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  for await (const sort of sortKeysOf(clockPartition(shard), `${now}~`)) waiting.push(waitingThread(sort))
  return waiting
}

/** One that somebody changes meanwhile is left to the next look. */
async function warn({ store, threadId }: Waiting, cause: Cause, now: string): Promise<boolean> {
  const thread = await findThread(store, threadId)
  const decision = thread && warnOfClock(thread, now)
  if (decision === undefined || decision.events.length === 0) return false
  try {
    await commitThread(decision, cause, now)
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return false
    throw error
  }
}
