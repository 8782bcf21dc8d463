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

/** True until an order has left or was cancelled. */
export const isOpen = ({ status }: OrderSnapshot): boolean => status === 'placed' || status === 'packed'

/**
 * True when this order's version, or a later one, has been judged already, or its person was erased: a repeat or a
 * latecomer changes nothing, and brings nobody back.
 */
export const isEvaluated = (current: Run | undefined, order: OrderSnapshot): boolean =>
  current !== undefined && (current.order.version >= order.version || current.order.erasedAt !== undefined)

/**
 * Notes that an order has left or was cancelled: it is never judged again. In silence, since its own events tell it;
 * nothing when that is known.
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

/** What a run came to. */
export interface RunOutcome {
  readonly results: readonly CheckResult[]
  /** What a check is certain of and may correct: then nothing is said of this content, since another will come. */
  readonly proposal?: Proposal | undefined
  /** The version of the order's facts that was looked at. */
  readonly factsVersion?: number | undefined
  /** What a store knows of its working time, by which a held order's clock goes. */
  readonly hours?: Hours | undefined
  readonly waivers?: Waivers | undefined
  /** Who placed the order or last changed it. */
  readonly changedBy?: string | undefined
}

/**
 * Records a run. It passes the order's content or fails it, and says so once for each content and outcome. A run that
 * tells nothing new is recorded in silence when what it looked at is another; nothing is to be recorded when not.
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

/** An order as it is kept for the next run: its holds are no part of what is checked. */
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

/** True when a later run would come to the same from either: what was looked at and what was said of it are alike. */
function hasSameInputs(one: Run, other: Run): boolean {
  const looked = (run: Run) => {
    const { version: _, updatedAt: __, ...order } = run.order
    return JSON.stringify([order, run.results, run.factsVersion, run.issues, run.releaseBy, run.waivedUntil])
  }
  return looked(one) === looked(other)
}
