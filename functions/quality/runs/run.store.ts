import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists, type PartitionKey } from '../../../shared/table/keys.ts'
import { listEach } from '../../../shared/table/list.store.ts'
import { find, findTogether, loadMany } from '../../../shared/table/load.store.ts'
import { issues } from '../issues/issue.store.ts'
import type { Issue } from '../issues/issue.ts'
import { queueKeys } from './hold-clock.ts'
import { personKeys } from './person-key.ts'
import type { Run } from './run.ts'

/**
 * The newest run of an order's checks; its id is the order's. `gsi1`: runs of one person's orders, by placement.
 * `gsi2`: held orders by latest release, waived orders by expiry.
 */
export const runs: AggregateKind<Run> = {
  name: 'QUALITY',
  slice: 'quality',
  type: 'quality-run',
  retention: 'sale',
  personal: ({ id, order }) => (order.erasedAt === undefined ? id : undefined),
  index: (run) => ({ ...personKeys(run), ...queueKeys(run) }),
}

export const findRun = (store: string, orderId: string): Promise<Run | undefined> =>
  find(runs, store, orderId)

/** The runs of several orders (100 at most), eventually consistent; missing ones are left out. */
export const loadRuns = (store: string, orderIds: readonly string[]): Promise<Run[]> =>
  loadMany(runs, store, orderIds)

/** The runs of several orders, strongly consistent; missing ones are left out. */
export const loadCurrentRuns = async (store: string, orderIds: readonly string[]): Promise<Run[]> =>
  (
    await findTogether(
      store,
      orderIds.map((id) => ({ kind: runs, id })),
    )
  ).filter((run) => run !== undefined)

/** All runs of one person's orders (see `ordersOfPerson`). */
export const runsOfPerson = (store: string, person: PartitionKey): Promise<Run[]> =>
  Array.fromAsync(listEach(runs, store, { index: lists.runsOfPerson.index, partition: person }))

/**
 * Writes a run with the issues that it opens, changes and resolves, all or none. Error: `stale-version` after a
 * concurrent run, also a concurrent first run.
 */
export async function commitRun(
  run: Decision<Run> | undefined,
  issueDecisions: readonly Decision<Issue>[],
  cause: Cause,
  at: string,
): Promise<void> {
  const changes = [
    ...(run === undefined ? [] : [change(runs, run)]),
    ...issueDecisions.map((decision) => change(issues, decision)),
  ]
  const { outcome } = await commit(changes, cause, { at, withoutEvents: true })
  if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent run of the same order; retry.')
}
