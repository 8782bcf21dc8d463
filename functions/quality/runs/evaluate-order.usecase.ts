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
import {
  type EvaluationContext,
  isOutdated,
  loadEvaluationContext,
  loadForFirstRun,
} from './evaluation-context.usecase.ts'
import { commitRun, findRun } from './run.store.ts'
import { isOpen, type Run, recordRun } from './run.ts'
import { type CheckedOrder, countNew, updateIssues, waiversOf } from './update-issues.ts'

/**
 * Judges an order by all that is known: makes the checks, records the run, and opens, changes and resolves the issues
 * that follow from it; or proposes a correction, and waits for the content that comes of it. An order that has left is
 * not judged again. `by` is who placed or changed the order so: when left out, who did so last. What is known is read
 * when it is not given. Error: `stale-version` when it was judged otherwise meanwhile.
 */
export async function evaluateOrder(
  order: OrderSnapshot,
  currentRun: Run | undefined,
  context: ReactionContext,
  by = currentRun?.changedBy ?? context.cause.actor.id,
  preloaded?: EvaluationContext,
): Promise<void> {
  if (!isOpen(order)) return
  const { cause, now } = context
  const [opened, evaluation] = await Promise.all([
    issuesOf(order.store, order.id, currentRun?.issues ?? []),
    preloaded ?? loadEvaluationContext(order),
  ])
  const { settings, facts, factsVersion } = evaluation
  const waivers = waiversOf(opened)
  const results = runChecks(order, { now, settings, facts, waivers })
  const proposal = proposeCorrection(order, settings)
  const outcome = { results, proposal, factsVersion, hours: facts, waivers, changedBy: by }
  const checked = { order, results, by, now }
  const about = proposal === undefined ? await issueChanges(opened, checked, currentRun === undefined) : []
  await commitRun(recordRun(currentRun, order, outcome, now), about, cause, now)
  if (results.some(({ check, outcome }) => check === oversell.code && outcome === 'failed'))
    metric({}, { OrdersOversold: 1 })
  // Whoever tells a fact wakes up a run that is there: a fact that came while the first was made found none.
  if (currentRun === undefined && (await isOutdated(order, evaluation)))
    await evaluateOrder(order, await findRun(order.store, order.id), context, by)
}

/**
 * Judges an order that was just placed as one that has no run: none is looked for, since nearly none has one and the
 * run is only written when that is so. False when there was one after all.
 */
export async function evaluateNewOrder(
  order: OrderSnapshot,
  context: ReactionContext,
  by: string | undefined,
): Promise<boolean> {
  try {
    await evaluateOrder(order, undefined, context, by, await loadForFirstRun(order))
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale-version') return false
    throw error
  }
}

/** What the run means for issues. Their numbers are taken for good, so not for a first run that only seems to be one. */
async function issueChanges(
  opened: readonly CheckIssue[],
  checked: CheckedOrder,
  isFirst: boolean,
): Promise<Decision<Issue>[]> {
  const { store, id } = checked.order
  const count = countNew(opened, checked.results)
  if (isFirst && count > 0 && (await findRun(store, id)) !== undefined)
    throw new DomainError('stale-version', 'no run was looked for, but there is one: read it')
  return updateIssues(opened, checked, await numbersFor(store, count))
}
