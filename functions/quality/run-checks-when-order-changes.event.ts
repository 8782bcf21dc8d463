import { orderChanged, orderPaid, orderPlaced } from '../../events/order-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { followResult } from './issue.ts'
import { commitRun, findRun, issuesOf } from './quality.store.ts'
import { failedChecks, isJudged, recordRun, runChecks } from './run-checks.ts'

/**
 * Checks an order as soon as it is placed, and again whenever its content or payment changes: passes it, or opens an
 * issue for each failed check and resolves those whose cause is gone.
 */
export const runChecksWhenOrderChanges = reaction({
  name: 'run-checks-when-order-changes',
  on: [orderPlaced, orderChanged, orderPaid],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    const known = await findRun(store, order.id)
    if (isJudged(known, order)) return
    const results = runChecks(order, now)
    const concerned = new Set([...failedChecks(results), ...failedChecks(known?.results ?? [])])
    const issues = await issuesOf(store, order.id, [...concerned])
    const decisions = results.flatMap(
      (result) =>
        followResult(
          issues.find(({ check }) => check === result.check),
          order,
          result,
          now,
        ) ?? [],
    )
    await commitRun(recordRun(known, order, results, now), decisions, cause, now)
  },
})
