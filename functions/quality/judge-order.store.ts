import type { OrderSnapshot } from '../../events/order-schema.ts'
import type { ReactionContext } from '../../shared/inbox/reaction.ts'
import { countNew, followChecks, waiversOf } from './follow-check.ts'
import { issuesOf, numbersFor } from './issue.store.ts'
import { commitRun } from './quality.store.ts'
import { type Run, recordRun } from './run.ts'
import { runChecks } from './run-checks.ts'

/**
 * Judges an order by all that is known: makes the checks, records the run, and opens, changes and resolves the issues
 * that follow from it. `by` is who placed or changed the order so: when left out, who did so last. Error:
 * `stale-version` when it was judged otherwise meanwhile.
 */
export async function judgeOrder(
  order: OrderSnapshot,
  known: Run | undefined,
  { cause, now }: ReactionContext,
  by = known?.changedBy ?? cause.actor.id,
): Promise<void> {
  const opened = await issuesOf(order.store, order.id, known?.issues ?? [])
  const waivers = waiversOf(opened)
  const results = runChecks(order, { now, waivers })
  const checked = { order, results, by, now }
  const about = followChecks(opened, checked, await numbersFor(order.store, countNew(opened, results)))
  await commitRun(recordRun(known, order, { results, waivers, changedBy: by }, now), about, cause, now)
}
