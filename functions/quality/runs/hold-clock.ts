import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import {
  type CheckResult,
  holdAtRisk,
  type RunSnapshot as Run,
} from '../../../events/quality/quality-events.ts'
import { latestRelease } from '../../../shared/calendar.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { IndexKeys } from '../../../shared/table/aggregate.ts'
import { lists } from '../../../shared/table/keys.ts'
import type { Waivers } from '../checks/waiver.ts'
import { blockingChecks } from './failed-checks.ts'

/** The opening hours of a store. */
export type Hours = Parameters<typeof latestRelease>[1]

/** A release is near when at most this time is left, in milliseconds. */
const nearMilliseconds = 4 * 3_600_000

export const isNear = (releaseBy: string, now: string): boolean =>
  Date.parse(releaseBy) - Date.parse(now) <= nearMilliseconds

/** A held order without a deadline sorts after all orders with one. */
const noDeadline = '9999'
const warnedMark = '#told'

/** The inputs of a run's clock. */
interface ClockInputs {
  readonly results: readonly CheckResult[]
  readonly hours?: Hours | undefined
  readonly waivers?: Waivers | undefined
}

/** The clock of a run: the latest release of a failed run, or the first waiver expiry of a passed run. */
export function clockOf(
  current: Run | undefined,
  order: OrderSnapshot,
  outcome: Run['outcome'],
  { results, hours = {}, waivers }: ClockInputs,
): Pick<Run, 'releaseBy' | 'atRiskAt' | 'waivedUntil'> {
  if (outcome === 'failed') {
    const releaseBy = latestRelease(order, hours)
    if (releaseBy === undefined) return {}
    // Warn once: a run that finds the order still held with the same deadline keeps the earlier warning.
    const before =
      current?.outcome === 'failed' && current.releaseBy === releaseBy ? current.atRiskAt : undefined
    return { releaseBy, ...(before === undefined ? {} : { atRiskAt: before }) }
  }
  const [first] = results
    .flatMap(({ check, outcome }) => (outcome === 'waived' ? (waivers?.get(check)?.expiresAt ?? []) : []))
    .sort()
  return first === undefined ? {} : { waivedUntil: first }
}

/** The queue entry of a run: held orders by store and latest release, orders passed by a waiver by its expiry. */
export function queueKeys({
  id,
  store,
  order,
  outcome,
  releaseBy = noDeadline,
  atRiskAt,
  waivedUntil,
}: Run): IndexKeys {
  if (order.status !== 'placed' && order.status !== 'packed') return {}
  if (outcome === 'failed')
    return {
      gsi2pk: lists.qualityQueue.partition(lists.qualityQueue.shardOf(store)),
      gsi2sk: `${store}#${releaseBy}#${id}${atRiskAt === undefined ? '' : warnedMark}`,
    }
  return waivedUntil === undefined
    ? {}
    : {
        gsi2pk: lists.waivedOrders.partition(lists.waivedOrders.shardOf(store)),
        gsi2sk: `${waivedUntil}#${store}#${id}`,
      }
}

/** An order in a queue, as its sort key names it. */
export interface WaitingOrder {
  readonly store: string
  readonly orderId: string
}

/** The held order of a sort key, if its release is near and its departments are not yet warned. */
export function dueForWarning(sortKey: string, now: string): WaitingOrder | undefined {
  const [store = '', releaseBy = '', orderId = '', mark] = sortKey.split('#')
  if (mark !== undefined || releaseBy === noDeadline) return undefined
  return isNear(releaseBy, now) ? { store, orderId } : undefined
}

/** Whether the latest release of a held order is over. */
export const isOverdue = (sortKey: string, now: string): boolean =>
  (sortKey.split('#')[1] ?? noDeadline) < now

/** The order of a sort key whose waiver has expired. */
export function expiredWaiver(sortKey: string, now: string): WaitingOrder | undefined {
  const [waivedUntil = '', store = '', orderId = ''] = sortKey.split('#')
  return waivedUntil <= now ? { store, orderId } : undefined
}

/**
 * Warns each department that holds an order that its latest release is near. No events when they are warned already or
 * the order is no longer held.
 */
export function warnAtRisk(run: Run, now: string): Decision<Run> {
  const { id, outcome, releaseBy, atRiskAt, results, order } = run
  if (outcome !== 'failed' || releaseBy === undefined || atRiskAt !== undefined)
    return { next: run, events: [] }
  const blocking = new Set(blockingChecks(results))
  const holding = results.filter(({ check }) => blocking.has(check))
  const events = [...Map.groupBy(holding, ({ department }) => department)].flatMap(([department, held]) =>
    department === undefined
      ? []
      : holdAtRisk.happened({
          orderId: id,
          department,
          checks: held.map(({ check }) => check),
          releaseBy,
          moneyAtStake: order.totals.total,
        }),
  )
  return { next: { ...run, version: run.version + 1, atRiskAt: now }, events }
}
