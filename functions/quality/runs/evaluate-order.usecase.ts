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
 * Evaluates an order: runs the checks, records the run, and opens, changes and resolves its issues. If a check
 * proposes a correction, it only records the run and waits for the corrected content. An order that has left is not
 * evaluated. `by` is who placed or last changed the order. `preloaded` saves loading the context. Error:
 * `stale-version` after a concurrent run.
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
  const [existing, evaluation] = await Promise.all([
    issuesOf(order.store, order.id, currentRun?.issues ?? []),
    preloaded ?? loadEvaluationContext(order),
  ])
  const { settings, facts, factsVersion } = evaluation
  const waivers = waiversOf(existing)
  const results = runChecks(order, { now, settings, facts, waivers })
  const proposal = proposeCorrection(order, settings)
  const evaluated = { results, proposal, factsVersion, hours: facts, waivers, changedBy: by }
  const checked = { order, results, by, now }
  const issueDecisions =
    proposal === undefined ? await issueChanges(existing, checked, currentRun === undefined) : []
  await commitRun(recordRun(currentRun, order, evaluated, now), issueDecisions, cause, now)
  if (results.some(({ check, outcome }) => check === oversell.code && outcome === 'failed'))
    metric({}, { OrdersOversold: 1 })
  // A fact recorded while the first run was in progress found no run to re-trigger, so check once more.
  if (currentRun === undefined && (await isOutdated(order, evaluation)))
    await evaluateOrder(order, await findRun(order.store, order.id), context, by)
}

/**
 * Evaluates a new order without looking for an earlier run: nearly none has one, and the write fails if there is one.
 * Returns false in that case.
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

/** The issue changes of a run. Numbers are never returned, so a first run is confirmed before it takes any. */
async function issueChanges(
  existing: readonly CheckIssue[],
  checked: CheckedOrder,
  isFirst: boolean,
): Promise<Decision<Issue>[]> {
  const { store, id } = checked.order
  const count = countNew(existing, checked.results)
  if (isFirst && count > 0 && (await findRun(store, id)) !== undefined)
    throw new DomainError('stale-version', 'The order already has a run; load it.')
  return updateIssues(existing, checked, await numbersFor(store, count))
}
