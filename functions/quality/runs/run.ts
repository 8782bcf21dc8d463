import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { correctionProposed } from '../../../events/quality/check-events.ts'
import {
  type CheckResult,
  orderFailed,
  orderPassed,
  type RunSnapshot,
} from '../../../events/quality/quality-events.ts'
import { contentHash } from '../../../shared/content-hash.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Proposal } from '../checks/propose-correction.ts'
import { checkOf } from '../checks/run-checks.ts'
import type { Waivers } from '../checks/waiver.ts'
import { blockingChecks, failedChecks } from './failed-checks.ts'
import { clockOf, type Hours } from './hold-clock.ts'

/** The newest run of an order's checks; its id is the order's. */
export type Run = RunSnapshot

/** True until an order is dispatched or cancelled. */
export const isOpen = ({ status }: OrderSnapshot): boolean => status === 'placed' || status === 'packed'

/**
 * True when this version of the order, or a later one, has been evaluated, or its person was erased. A repeated or
 * late event then changes nothing, and does not bring personal data back.
 */
export const isEvaluated = (current: Run | undefined, order: OrderSnapshot): boolean =>
  current !== undefined && (current.order.version >= order.version || current.order.erasedAt !== undefined)

/**
 * Closes the run of an order that was dispatched or cancelled: it is never evaluated again. No events, since the
 * order's own events report it. Undefined when the run is closed already.
 */
export function closeRun(
  current: Run | undefined,
  order: OrderSnapshot,
  now: string,
): Decision<Run> | undefined {
  if (isEvaluated(current, order)) return undefined
  const { id, store } = order
  const before: Run = current ?? {
    id,
    store,
    version: 0,
    order,
    checkedAt: now,
    outcome: 'not-needed',
    results: [],
  }
  const next = { ...before, version: before.version + 1, order: withoutHolds(order) }
  return { next, events: [] }
}

/** The outcome of a run. */
export interface RunOutcome {
  readonly results: readonly CheckResult[]
  /** A certain correction. The run then has no verdict for this content, since a corrected one follows. */
  readonly proposal?: Proposal | undefined
  /** The version of the order's facts that was used. */
  readonly factsVersion?: number | undefined
  /** The store's opening hours, for the hold clock. */
  readonly hours?: Hours | undefined
  readonly waivers?: Waivers | undefined
  /** Who placed the order or last changed it. */
  readonly changedBy?: string | undefined
}

/**
 * Records a run. It passes or fails the order's content, and publishes this once for each content and outcome. A run
 * with the same outcome but other inputs is recorded without events; undefined when the inputs are the same too.
 */
export function recordRun(
  current: Run | undefined,
  order: OrderSnapshot,
  evaluated: RunOutcome,
  now: string,
): Decision<Run> | undefined {
  const { results, proposal, factsVersion, changedBy } = evaluated
  const outcome = outcomeOf(evaluated)
  const failed = proposal === undefined ? failedChecks(results) : []
  const issues = [...new Set([...(current?.issues ?? []), ...failed])]
  const next: Run = {
    id: order.id,
    store: order.store,
    version: (current?.version ?? 0) + 1,
    order: withoutHolds(order),
    checkedAt: now,
    outcome,
    results: [...results],
    ...(factsVersion === undefined ? {} : { factsVersion }),
    ...(issues.length === 0 ? {} : { issues }),
    ...(changedBy === undefined ? {} : { changedBy }),
    ...clockOf(current, order, outcome, evaluated),
  }
  if (current === undefined || !hasSameOutcome(current, next))
    return { next, events: [outcomeEvent(next, proposal)] }
  return hasSameInputs(current, next) ? undefined : { next, events: [] }
}

/** The order as stored for the next run: holds are not checked. */
const withoutHolds = (order: OrderSnapshot): OrderSnapshot => ({ ...order, holds: [] })

function outcomeOf({ results, proposal }: RunOutcome): Run['outcome'] {
  if (proposal !== undefined) return 'correcting'
  return blockingChecks(results).length === 0 ? 'passed' : 'failed'
}

function outcomeEvent({ order, outcome, results }: Run, proposal: Proposal | undefined) {
  const about = { orderId: order.id, contentVersion: order.contentVersion }
  if (proposal !== undefined) return correctionProposed.happened({ ...about, ...proposal })
  if (outcome === 'passed') return orderPassed.happened({ ...about, contentHash: contentHash(order) })
  const failed = blockingChecks(results).map((check) => ({
    check,
    customerCanCorrect: checkOf(check).customerCanCorrect,
  }))
  return orderFailed.happened({ ...about, failed })
}

const hasSameOutcome = (one: Run, other: Run): boolean =>
  one.order.contentVersion === other.order.contentVersion &&
  one.outcome === other.outcome &&
  blockingChecks(one.results).join() === blockingChecks(other.results).join()

/** True when a later run would have the same outcome from either: inputs and results are equal. */
function hasSameInputs(one: Run, other: Run): boolean {
  const looked = (run: Run) => {
    const { version: _, updatedAt: __, ...order } = run.order
    return JSON.stringify([order, run.results, run.factsVersion, run.issues, run.releaseBy, run.waivedUntil])
  }
  return looked(one) === looked(other)
}
