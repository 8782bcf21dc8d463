import type { OrderSnapshot } from '../../events/order-schema.ts'
import type { ReactionContext } from '../../shared/inbox/reaction.ts'
import { followResult } from './issue.ts'
import { commitRun, issuesOf } from './quality.store.ts'
import { type Run, recordRun } from './run.ts'
import { runChecks } from './run-checks.ts'

/**
 * Judges an order by all that is known: makes the checks, records the run, and opens, changes and resolves the issues
 * that follow from it. Error: `stale-version` when it was judged otherwise meanwhile.
 */
export async function judgeOrder(
  order: OrderSnapshot,
  known: Run | undefined,
  { cause, now }: ReactionContext,
): Promise<void> {
  const opened = await issuesOf(order.store, order.id, known?.issues ?? [])
  const results = runChecks(order, { now })
  const about = results.flatMap((result) => {
    const issue = opened.find(({ check }) => check === result.check)
    return followResult(issue, order, result, now) ?? []
  })
  await commitRun(recordRun(known, order, { results }, now), about, cause, now)
}
