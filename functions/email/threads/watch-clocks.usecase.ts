import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { commitThread, findThread, threadsWithClockDue } from './thread.store.ts'
import type { Thread } from './thread.ts'
import { isLate } from './thread-clock.ts'
import { warnOfClock } from './warn-of-clock.ts'

/** What a look at the clocks found: conversations that were warned of, and those whose answer is overdue. */
export interface WatchedClocks {
  readonly told: number
  readonly overdue: number
}

/** Warns of all conversations, of every store, whose time has come, and counts those whose target has passed. */
export async function watchClocks(cause: Cause, now: string): Promise<WatchedClocks> {
  let [told, overdue] = [0, 0]
  for (const { store, threadId } of await threadsWithClockDue(now)) {
    const thread = await findThread(store, threadId)
    if (thread === undefined) continue
    if (isLate(thread.clocks, now)) overdue += 1
    if (await warn(thread, cause, now)) told += 1
  }
  return { told, overdue }
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
