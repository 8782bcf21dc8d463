import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { ReactionContext } from '../../../shared/inbox/reaction.ts'
import { metric } from '../../../shared/log.ts'
import { proposeCorrection } from '../checks/propose-correction.ts'
import { runChecks } from '../checks/run-checks.ts'
import { oversell } from '../checks/stock/oversell.ts'
import { issuesOf, numbersFor } from '../issues/issue.store.ts'
import type { CheckIssue, Issue } from '../issues/issue.ts'
import { type CheckedOrder, countNew, followChecks, waiversOf } from './follow-check.ts'
import { isOutdated, type Known, loadForFirstRun, loadKnown } from './known.store.ts'
import { commitRun, findRun } from './quality.store.ts'
import { isOpen, type Run, recordRun } from './run.ts'

/**
 * Judges an order by all that is known: makes the checks, records the run, and opens, changes and resolves the issues
 * that follow from it; or proposes a correction, and waits for the content that comes of it. An order that has left is
 * not judged again. `by` is who placed or changed the order so: when left out, who did so last. What is known is read
 * when it is not given. Error: `stale-version` when it was judged otherwise meanwhile.
 */
export async function judgeOrder(
  order: OrderSnapshot,
  known: Run | undefined,
  context: ReactionContext,
  by = known?.changedBy ?? context.cause.actor.id,
  given?: Known,
): Promise<void> {
  if (!isOpen(order)) return
  const { cause, now } = context
  const [opened, judgedBy] = await Promise.all([
    issuesOf(order.store, order.id, known?.issues ?? []),
    given ?? loadKnown(order),
  ])
  const { settings, facts, factsVersion } = judgedBy
  const waivers = waiversOf(opened)
  const results = runChecks(order, { now, settings, facts, waivers })
  const proposal = proposeCorrection(order, settings)
  const judged = { results, proposal, factsVersion, hours: facts, waivers, changedBy: by }
  const checked = { order, results, by, now }
  const about = proposal === undefined ? await followed(opened, checked, known === undefined) : []
  await commitRun(recordRun(known, order, judged, now), about, cause, now)
  if (results.some(({ check, outcome }) => check === oversell.code && outcome === 'failed'))
    metric({}, { OrdersOversold: 1 })
  // Whoever tells a fact wakes up a run that is there: a fact that came while the first was made found none.
  if (known === undefined && (await isOutdated(order, judgedBy)))
    await judgeOrder(order, await findRun(order.store, order.id), context, by)
}

/**
 * Judges an order that was just placed as one that has no run: none is looked for, since nearly none has one and the
 * run is only written when that is so. False when there was one after all.
 */
export async function judgeNewOrder(
  order: OrderSnapshot,
  context: ReactionContext,
  by: string | undefined,
): Promise<boolean> {
  try {
    await judgeOrder(order, undefined, context, by, await loadForFirstRun(order))
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return false
    throw error
  }
}

/** What the run means for issues. Their numbers are taken for good, so not for a first run that only seems to be one. */
async function followed(
  opened: readonly CheckIssue[],
  checked: CheckedOrder,
  isFirst: boolean,
): Promise<Decision<Issue>[]> {
  const { store, id } = checked.order
  const count = countNew(opened, checked.results)
  if (isFirst && count > 0 && (await findRun(store, id)) !== undefined)
    throw new DomainError('stale-version', 'no run was looked for, but there is one: read it')
  return followChecks(opened, checked, await numbersFor(store, count))
}
