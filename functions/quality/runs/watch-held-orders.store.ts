import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { lists } from '../../../shared/table/keys.ts'
import { sortKeysOf } from '../../../shared/table/sort-keys.store.ts'
import { commitIssue, issuesOf } from '../issues/issue.store.ts'
import { endWaiver } from '../issues/issue.ts'
import { dueToTell, expired, isOverdue, tellAtRisk, type Waiting } from './hold-clock.ts'
import { commitRun, findRun } from './quality.store.ts'

/** What a look at the clock found. */
export interface Watched {
  readonly told: number
  /** Held orders whose moment is over. */
  readonly overdue: number
  readonly waiversEnded: number
}

/**
 * Looks at all orders that wait for a moment, of every store: tells of held ones whose moment is near, and ends
 * waivers that have expired. One that somebody changes meanwhile is left to the next look.
 */
export async function watchHeldOrders(cause: Cause, now: string): Promise<Watched> {
  const partitions = await Promise.all(
    lists.qualityQueue.shards.map(async (shard) => ({
      ...(await heldIn(sortKeysOf(lists.qualityQueue.partition(shard)), now)),
      over: await waitingIn(sortKeysOf(lists.waivedOrders.partition(shard), `${now}~`), (sort) =>
        expired(sort, now),
      ),
    })),
  )
  const overdue = partitions.reduce((sum, partition) => sum + partition.overdue, 0)
  const watched = { told: 0, overdue, waiversEnded: 0 }
  for (const { due, over } of partitions) {
    for (const waiting of due) if (await unlessChanged(() => tell(waiting, cause, now))) watched.told += 1
    for (const waiting of over)
      if (await unlessChanged(() => endExpired(waiting, cause, now))) watched.waiversEnded += 1
  }
  return watched
}

/** Those held orders that must be told of, and how many are past their moment. */
async function heldIn(
  sortKeys: AsyncIterable<string>,
  now: string,
): Promise<{ readonly due: readonly Waiting[]; readonly overdue: number }> {
  let overdue = 0
  const due = await waitingIn(sortKeys, (sort) => {
    if (isOverdue(sort, now)) overdue += 1
    return dueToTell(sort, now)
  })
  return { due, overdue }
}

/** Those orders whose time has come. Partitions are read side by side: most of them have nothing to do. */
async function waitingIn(
  sortKeys: AsyncIterable<string>,
  timely: (sort: string) => Waiting | undefined,
): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  for await (const sort of sortKeys) {
    const one = timely(sort)
    if (one !== undefined) waiting.push(one)
  }
  return waiting
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
