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
  type: 'order-scan',
  // A page of past orders reported to a back-test is a copy of them.
  retention: ({ purpose }) => (purpose === 'report' ? 'copy' : 'business'),
  personal: ({ purpose, id }) => (purpose === 'report' ? id : undefined),
}

/** Most orders of a page: with the scan itself, the 100 items of one transaction. */
const pageSize = 99
/** Most orders of one event, and most bytes of them as JSON: with its envelope the event must fit into a bus entry. */
const reportedOrders = 60
const reportedBytes = 150_000

/** The scan of a defect, of a back-test or of rechecks; nothing before it starts. */
export const findScan = (store: string, about: string): Promise<OrderScan | undefined> =>
  find(scans, store, scanId(store, about))

/**
 * The next page of a defect's scan: open orders by urgency to hold them, or held orders to release them. Packing moves
 * an order to another partition, but its sort key stays. A changed deadline may move it behind the scan, but then its
 * content is new, and it is checked again, also for open defects.
 */
export const readDefectPage = ({ store, purpose, after }: DefectScan): Promise<ScanPage<Order>> =>
  readOpenPage(store, purpose === 'hold' ? 'open' : 'held', after)

/** The next page of the open orders, or of the held ones, that a new fact may affect. */
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

/** The next page of past orders, as many as fit into one event, each with its first content if it changed. */
export async function readReportPage(scan: ReportScan): Promise<ScanPage<ReportedOrder>> {
  const { store, from, to, after } = scan
  const partitions = orderStatuses.map((status) => lists.ordersByStatus.partition(store, status))
  for (let limit = reportedOrders; ; limit = Math.floor(limit / 2)) {
    const { items, next } = await list(
      orders,
      store,
      { index: lists.ordersByStatus.index, partitions, after, limit },
      ({ placedAt }) => placedAt >= from && placedAt < to,
    )
    const entries = await withFirstContent(store, items)
    const page = { entries, ...(next === undefined ? {} : { next }) }
    if (weightOf(entries) <= reportedBytes) return page
    // One order always fits: its own event was published when it was placed.
    if (limit === 1) return { ...page, entries: entries.map(({ order }) => ({ order })) }
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
 * Writes a page: the scan and the orders that it changes, all or none. A page processed twice, or a page of a scan that
 * was reversed meanwhile, writes nothing. Errors: `stale-version`, `busy`.
 */
export const commitPage = (
  scan: Decision<OrderScan>,
  changed: readonly OrderDecision[],
  cause: Cause,
  at: string,
): Promise<CommitOutcome> =>
  commit([change(scans, scan), ...changed.map((decision) => change(orders, decision))], cause, { at })
