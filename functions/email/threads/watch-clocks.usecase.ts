import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { commitThread, findThread, threadsWithClockDue } from './thread.store.ts'
import type { Thread } from './thread.ts'
import { isLate } from './thread-clock.ts'
import { warnOfClock } from './warn-of-clock.ts'

/** The result of a check of the clocks: threads that were warned of, and threads that are overdue. */
export interface WatchedClocks {
  readonly warned: number
  readonly overdue: number
}

/** Warns of the threads of all stores whose warning is due, and counts the overdue ones. */
export async function watchClocks(cause: Cause, now: string): Promise<WatchedClocks> {
  let [warned, overdue] = [0, 0]
  for (const { store, threadId } of await threadsWithClockDue(now)) {
    const thread = await findThread(store, threadId)
    if (thread === undefined) continue
    if (isLate(thread.clocks, now)) overdue += 1
    if (await warn(thread, cause, now)) warned += 1
  }
  return { warned, overdue }
}

/** A thread that changes meanwhile waits for the next check. */
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
