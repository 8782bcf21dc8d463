import { route } from '../../../shared/http/route.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { loadIssues } from '../issues/issue.store.ts'
import { type CheckIssue, isOfCheck, issueId } from '../issues/issue.ts'
import { blockingChecks } from './failed-checks.ts'
import { isNear } from './hold-clock.ts'
import { type HeldOrder, ListQueueQuery, Queue } from './queue-requests.ts'
import { runs } from './run.store.ts'
import type { Run } from './run.ts'

/** Lists the orders that checks hold, earliest release first, with the money at stake. */
export const listQueueRoute = route({
  method: 'GET',
  path: '/quality/queue',
  scope: 'quality:read',
  summary: 'List held orders by their latest release',
  query: ListQueueQuery,
  response: Queue,
  success: 200,
  run: async ({ query: { department, limit }, principal: { store }, cursor, now }) => {
    const page = await list(
      runs,
      store,
      {
        index: lists.qualityQueue.index,
        partitions: [lists.qualityQueue.partition(lists.qualityQueue.shardOf(store))],
        // Sort keys begin with the store, and nothing sorts after a tilde.
        after: (await cursor.open()) ?? `${store}#`,
        before: `${store}#~`,
        limit,
      },
      ({ outcome, results }) =>
        outcome === 'failed' &&
        (department === undefined || results.some((result) => result.department === department)),
    )
    const ids = page.items.flatMap(({ id, results }) =>
      blockingChecks(results).map((check) => issueId(store, id, check)),
    )
    const issues = (await loadIssues(store, ids)).filter(isOfCheck)
    const nextCursor = await cursor.sign(page.next)
    return {
      items: page.items.map((run) => toHeldOrder(run, issues, now)),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    }
  },
})

function toHeldOrder({ order, releaseBy }: Run, issues: readonly CheckIssue[], now: string): HeldOrder {
  const { id, channel, externalId, dispatchBy, totals } = order
  const holds = issues
    .filter(({ orderId }) => orderId === id)
    .map(({ id: issueId, check, mode, department, evidence, status, assignee, openedAt }) => ({
      check,
      mode,
      department,
      evidence,
      issueId,
      issueStatus: status,
      ...(assignee === undefined ? {} : { assignee }),
      openedAt,
    }))
  return {
    orderId: id,
    channel,
    externalId,
    ...(dispatchBy === undefined ? {} : { dispatchBy }),
    ...(releaseBy === undefined ? {} : { releaseBy }),
    atRisk: releaseBy !== undefined && isNear(releaseBy, now),
    moneyAtStake: totals.total,
    holds,
  }
}
