import type { ReportedOrder } from '../../../events/orders/order-scan-events.ts'
import { orderStatuses } from '../../../events/orders/order-schema.ts'
import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { readFirstEvents } from '../../../shared/table/history.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { orders } from '../order/order.store.ts'
import type { Order, OrderDecision } from '../order/order.ts'
import {
  type DefectScan,
  type OrderScan,
  type RecheckScan,
  type ReportScan,
  type ScanPage,
  scanId,
} from './order-scan.ts'

export const scans: AggregateKind<OrderScan> = {
  name: 'SWEEP',
  slice: 'orders',
  type: 'sweep',
  // A page of past orders that is told to a back-test is a copy of all of them.
  retention: ({ purpose }) => (purpose === 'tell' ? 'copy' : 'business'),
  personal: ({ purpose, id }) => (purpose === 'tell' ? id : undefined),
}

/** Orders that a page may change: with the sweep itself, as many as one transaction takes. */
const pageSize = 99
/** Orders told in one event, and the most that they may weigh, as JSON: with its envelope it must fit the bus. */
const reportedOrders = 60
const reportedBytes = 150_000

/** The sweep of a defect, of a back-test or of what became known, or nothing when it has not begun. */
export const findScan = (store: string, about: string): Promise<OrderScan | undefined> =>
  find(scans, store, scanId(store, about))

/**
 * The next page of a defect's sweep: open orders by urgency, to hold them, or held ones, to release them. Packing
 * moves an order to another partition but not to another place in the order; a changed deadline may move it behind
 * the walk, but then its content is new and is checked anew, against the open defects too.
 */
export const readDefectPage = ({ store, purpose, after }: DefectScan): Promise<ScanPage<Order>> =>
  readOpenPage(store, purpose === 'hold' ? 'open' : 'held', after)

/** The next page of the open orders, or of the held ones, that something which became known may concern. */
export const readRecheckPage = ({ store, among, after }: RecheckScan): Promise<ScanPage<Order>> =>
  readOpenPage(store, among, after)

async function readOpenPage(
  store: string,
  among: RecheckScan['among'],
  after: string | undefined,
): Promise<ScanPage<Order>> {
  const where =
    among === 'open'
      ? {
          index: lists.ordersByStatus.index,
          partitions: [
            lists.ordersByStatus.partition(store, 'placed'),
            lists.ordersByStatus.partition(store, 'packed'),
          ],
        }
      : { index: lists.heldOrders.index, partitions: [lists.heldOrders.partition(store)] }
  const { items, next } = await list(orders, store, { ...where, after, limit: pageSize })
  return { entries: items, ...(next === undefined ? {} : { next }) }
}

/** The next page of past orders, as many as one event takes, each with its first content where that was another. */
export async function readReportPage(sweep: ReportScan): Promise<ScanPage<ReportedOrder>> {
  const { store, from, to, after } = sweep
  const partitions = orderStatuses.map((status) => lists.ordersByStatus.partition(store, status))
  for (let limit = reportedOrders; ; limit = Math.floor(limit / 2)) {
    const { items, next } = await list(
      orders,
      store,
      { index: lists.ordersByStatus.index, partitions, after, limit },
      ({ placedAt }) => placedAt >= from && placedAt < to,
    )
    const entries = await withFirstContent(store, items)
    const told = { entries, ...(next === undefined ? {} : { next }) }
    if (weightOf(entries) <= reportedBytes) return told
    // An order alone always fits: it was told by itself when it was placed.
    if (limit === 1) return { ...told, entries: entries.map(({ order }) => ({ order })) }
  }
}

const weightOf = (entries: readonly ReportedOrder[]): number => Buffer.byteLength(JSON.stringify(entries))

async function withFirstContent(store: string, found: readonly Order[]): Promise<ReportedOrder[]> {
  const changed = found.filter(({ contentVersion }) => contentVersion > 1).map(({ id }) => id)
  const first = await readFirstEvents(orders, store, changed)
  return found.map((order) => {
    const asPlaced = first.get(order.id)?.snapshot as Order | undefined
    return asPlaced === undefined ? { order } : { order, asPlaced }
  })
}

/**
 * Writes a page: the sweep and the orders that it changes, all or none. A page done twice, or one of a sweep that was
 * turned around meanwhile, thus leaves nothing behind. Errors: `stale-version`, `busy`.
 */
export const commitPage = (
  sweep: Decision<OrderScan>,
  changed: readonly OrderDecision[],
  cause: Cause,
  at: string,
): Promise<CommitOutcome> =>
  commit([change(scans, sweep), ...changed.map((decision) => change(orders, decision))], cause, { at })
