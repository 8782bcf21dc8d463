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

/** What a store knows of its working time. */
export type Hours = Parameters<typeof latestRelease>[1]

/** A moment is near when no more than this is left until it, in milliseconds. */
const nearMilliseconds = 4 * 3_600_000

export const isNear = (releaseBy: string, now: string): boolean =>
  Date.parse(releaseBy) - Date.parse(now) <= nearMilliseconds

/** A held order without a deadline stands after all that have one. */
const noDeadline = '9999'
const warnedMark = '#told'

/** Of a run, what its clock goes by. */
interface ClockInputs {
  readonly results: readonly CheckResult[]
  readonly hours?: Hours | undefined
  readonly waivers?: Waivers | undefined
}

/** The clock of a run: until when it must be released, or for how long what was waived stays so. */
export function clockOf(
  current: Run | undefined,
  order: OrderSnapshot,
  outcome: Run['outcome'],
  { results, hours = {}, waivers }: ClockInputs,
): Pick<Run, 'releaseBy' | 'atRiskAt' | 'waivedUntil'> {
  if (outcome === 'failed') {
    const releaseBy = latestRelease(order, hours)
    if (releaseBy === undefined) return {}
    // Told once: a run that finds the order still held by the same moment does not tell again.
    const before =
      current?.outcome === 'failed' && current.releaseBy === releaseBy ? current.atRiskAt : undefined
    return { releaseBy, ...(before === undefined ? {} : { atRiskAt: before }) }
  }
  const [first] = results
    .flatMap(({ check, outcome }) => (outcome === 'waived' ? (waivers?.get(check)?.expiresAt ?? []) : []))
    .sort()
  return first === undefined ? {} : { waivedUntil: first }
}

/** Where a run waits: held orders by store and moment, orders that passed by a waiver by its expiry. */
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

/** A held order as its sort key names it. */
export interface WaitingOrder {
  readonly store: string
  readonly orderId: string
}

/** The held order of a sort key, if it must be told of now: its moment is near, and nobody has been told. */
export function dueForWarning(sort: string, now: string): WaitingOrder | undefined {
  const [store = '', releaseBy = '', orderId = '', mark] = sort.split('#')
  if (mark !== undefined || releaseBy === noDeadline) return undefined
  return isNear(releaseBy, now) ? { store, orderId } : undefined
}

/** Whether the moment at which the held order of a sort key had to be released is over. */
export const isOverdue = (sort: string, now: string): boolean => (sort.split('#')[1] ?? noDeadline) < now

/** The order of a sort key whose waiver has expired. */
export function expiredWaiver(sort: string, now: string): WaitingOrder | undefined {
  const [waivedUntil = '', store = '', orderId = ''] = sort.split('#')
  return waivedUntil <= now ? { store, orderId } : undefined
}

/** Tells each department that holds an order that its moment is near; nothing when they know, or it is held no more. */
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
