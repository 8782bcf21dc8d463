import { responseAtRisk } from '../../../events/email/thread-events.ts'
import type { Happened } from '../../../shared/decision.ts'
import { nextVersion, type Thread, type ThreadDecision } from './thread.ts'
import { markWarned, nextWarning } from './thread-clock.ts'

/** Reports the clocks of a thread whose warning is due, each once; no events when none is. */
export function warnOfClock(thread: Thread, now: string): ThreadDecision {
  const department = thread.department === undefined ? {} : { department: thread.department }
  const events: Happened[] = []
  let { clocks } = thread
  for (;;) {
    const warning = nextWarning(clocks)
    if (clocks === undefined || warning === undefined || warning.at > now) break
    clocks = markWarned(clocks, warning.clock, now)
    events.push(responseAtRisk.happened({ clock: warning.clock, dueAt: warning.dueAt, ...department }))
  }
  if (clocks === undefined || events.length === 0) return { next: thread, events: [] }
  return nextVersion({ ...thread, clocks }, now, events)
}
