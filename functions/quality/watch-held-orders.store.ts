import type { Cause } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import {
  dueToTell,
  expired,
  heldOrders,
  shards,
  tellAtRisk,
  type Waiting,
  waivedOrders,
} from './hold-clock.ts'
import { commitIssue, issuesOf } from './issue.store.ts'
import { endWaiver } from './issue.ts'
import { commitRun, findRun } from './quality.store.ts'
import { sortKeysOf } from './queue.store.ts'

/** What a look at the clock found. */
export interface Watched {
  readonly told: number
  readonly waiversEnded: number
}

/**
 * Looks at all orders that wait for a moment, of every store: tells of held ones whose moment is near, and ends
 * waivers that have expired. One that somebody changes meanwhile is left to the next look.
 */
export async function watchHeldOrders(cause: Cause, now: string): Promise<Watched> {
  const watched = { told: 0, waiversEnded: 0 }
  for (const shard of shards) {
    for await (const sort of sortKeysOf(heldOrders(shard))) {
      const waiting = dueToTell(sort, now)
      if (waiting !== undefined && (await unlessChanged(() => tell(waiting, cause, now)))) watched.told += 1
    }
    for await (const sort of sortKeysOf(waivedOrders(shard), `${now}~`)) {
      const waiting = expired(sort, now)
      if (waiting !== undefined && (await unlessChanged(() => endExpired(waiting, cause, now))))
        watched.waiversEnded += 1
    }
  }
  return watched
}

async function tell({ store, orderId }: Waiting, cause: Cause, now: string): Promise<boolean> {
  const run = await findRun(store, orderId)
  const decision = run && tellAtRisk(run, now)
  if (decision === undefined || decision.events.length === 0) return false
  await commitRun(decision, [], cause, now)
  return true
}

/** The events that it makes have the order checked again. */
async function endExpired({ store, orderId }: Waiting, cause: Cause, now: string): Promise<boolean> {
  const run = await findRun(store, orderId)
  const opened = await issuesOf(store, orderId, run?.issues ?? [])
  const over = opened.filter(
    ({ waiver }) => waiver !== undefined && waiver.ended === undefined && waiver.expiresAt <= now,
  )
  for (const issue of over) await commitIssue(endWaiver(issue, 'expired', now), cause, now)
  return over.length > 0
}

async function unlessChanged(act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return false
    throw error
  }
}
