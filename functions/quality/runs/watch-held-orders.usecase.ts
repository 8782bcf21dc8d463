import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { commitIssue, issuesOf } from '../issues/issue.store.ts'
import { endWaiver } from '../issues/issue.ts'
import { dueForWarning, expiredWaiver, isOverdue, type WaitingOrder, warnAtRisk } from './hold-clock.ts'
import { commitRun, findRun } from './run.store.ts'
import { waitingShards } from './waiting-orders.store.ts'

/** The result of one pass over the waiting orders. */
export interface WatchResult {
  readonly warned: number
  /** Held orders past their latest release. */
  readonly overdue: number
  readonly waiversEnded: number
}

/**
 * Processes all waiting orders of every store: warns of holds at risk, and ends expired waivers. An order that changes
 * meanwhile is left to the next pass.
 */
export async function watchHeldOrders(cause: Cause, now: string): Promise<WatchResult> {
  const partitions = await Promise.all(
    waitingShards(now).map(async ({ held, waived }) => ({
      ...(await dueHolds(held, now)),
      over: await dueOrders(waived, (sort) => expiredWaiver(sort, now)),
    })),
  )
  const overdue = partitions.reduce((sum, partition) => sum + partition.overdue, 0)
  const watched = { warned: 0, overdue, waiversEnded: 0 }
  for (const { due, over } of partitions) {
    for (const waiting of due) if (await skipIfStale(() => warn(waiting, cause, now))) watched.warned += 1
    for (const waiting of over)
      if (await skipIfStale(() => endExpired(waiting, cause, now))) watched.waiversEnded += 1
  }
  return watched
}

/** The held orders to warn of, and how many are past their latest release. */
async function dueHolds(
  sortKeys: AsyncIterable<string>,
  now: string,
): Promise<{ readonly due: readonly WaitingOrder[]; readonly overdue: number }> {
  let overdue = 0
  const due = await dueOrders(sortKeys, (sort) => {
    if (isOverdue(sort, now)) overdue += 1
    return dueForWarning(sort, now)
  })
  return { due, overdue }
}

/** The orders that are due. Shards are read in parallel: most have nothing to do. */
async function dueOrders(
  sortKeys: AsyncIterable<string>,
  dueOrder: (sort: string) => WaitingOrder | undefined,
): Promise<WaitingOrder[]> {
  const waiting: WaitingOrder[] = []
  for await (const sort of sortKeys) {
    const one = dueOrder(sort)
    if (one !== undefined) waiting.push(one)
  }
  return waiting
}

async function warn({ store, orderId }: WaitingOrder, cause: Cause, now: string): Promise<boolean> {
  const run = await findRun(store, orderId)
  const decision = run && warnAtRisk(run, now)
  if (decision === undefined || decision.events.length === 0) return false
  await commitRun(decision, [], cause, now)
  return true
}

/** The resulting events run the order's checks again. */
async function endExpired({ store, orderId }: WaitingOrder, cause: Cause, now: string): Promise<boolean> {
  const run = await findRun(store, orderId)
  const issues = await issuesOf(store, orderId, run?.issues ?? [])
  const expired = issues.filter(
    ({ waiver }) => waiver !== undefined && waiver.ended === undefined && waiver.expiresAt <= now,
  )
  for (const issue of expired) await commitIssue(endWaiver(issue, 'expired', now), cause, now)
  return expired.length > 0
}

async function skipIfStale(act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return false
    throw error
  }
}
