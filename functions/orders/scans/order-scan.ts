import {
  type OrderScanSnapshot,
  type ReportedOrder,
  scanAdvanced,
  scanFinished,
  scanReported,
  scanStarted,
  type Tally,
} from '../../../events/orders/order-scan-events.ts'
import type { Decision, Happened } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import { type Order, type OrderDecision, openHolds } from '../order/order.ts'
import { type Defect, holdForDefect, releaseFromDefect } from './defect-holds.ts'

/** A batch job over a store's orders: each page is one version of it. */
export type OrderScan = OrderScanSnapshot
export type DefectScan = Extract<OrderScan, { purpose: 'hold' | 'release' }>
export type RecheckScan = Extract<OrderScan, { purpose: 'recheck' }>
export type ReportScan = Extract<OrderScan, { purpose: 'report' }>

/** A page of a scan's orders, and where the next page begins, if there is one. */
export interface ScanPage<Entry> {
  readonly entries: readonly Entry[]
  readonly next?: string
}

const looks = 2

/** One scan for each defect and each back-test, however often it is requested; one for all rechecks of a store. */
export const scanId = (store: string, about: string): string => derivedId('swp', store, about)

const none: Tally = { orders: 0, cents: 0 }

/** Starts to hold all open orders that a defect affects, or to release if the defect was lifted before anything was held. */
export function beginDefectScan(
  purpose: DefectScan['purpose'],
  store: string,
  { defectId, subject, value }: Defect,
  now: string,
): Decision<OrderScan> {
  return {
    next: {
      purpose,
      id: scanId(store, defectId),
      store,
      version: 1,
      status: 'running',
      page: 0,
      startedAt: now,
      updatedAt: now,
      defectId,
      subject,
      value,
      look: 1,
      seen: 0,
      held: none,
      released: none,
    },
    events: [scanStarted.happened({})],
  }
}

/** Reverses a scan at any page: from now on it releases what it held. Nothing when it is reversed already. */
export function reverseScan(scan: DefectScan, now: string): Decision<OrderScan> {
  if (scan.purpose === 'release') return { next: scan, events: [] }
  const { after: _, ...rest } = scan
  return {
    next: {
      ...rest,
      purpose: 'release',
      version: scan.version + 1,
      status: 'running',
      look: 1,
      updatedAt: now,
    },
    events: [scanStarted.happened({})],
  }
}

/** Starts to report the orders placed in a range of time: `from` is inclusive, `to` exclusive. */
export function beginReportScan(
  store: string,
  backTestId: string,
  { from, to }: { readonly from: string; readonly to: string },
  now: string,
): Decision<OrderScan> {
  return {
    next: {
      purpose: 'report',
      id: scanId(store, backTestId),
      store,
      version: 1,
      status: 'running',
      page: 0,
      startedAt: now,
      updatedAt: now,
      backTestId,
      from,
      to,
      reported: 0,
    },
    events: [scanStarted.happened({})],
  }
}

/** Processes one page of a defect's scan: the orders that it changes and the scan's next version, for one commit. */
export function scanDefectPage(
  scan: DefectScan,
  { entries, next }: ScanPage<Order>,
  now: string,
): { readonly scan: Decision<OrderScan>; readonly orders: readonly OrderDecision[] } {
  const decide = scan.purpose === 'hold' ? holdForDefect : releaseFromDefect
  const orders = entries.map((order) => decide(order, scan, now)).filter(({ events }) => events.length > 0)
  const changed = orders.map(({ next: order }) => order)
  const affected = scan.purpose === 'hold' ? changed : [...changed, ...entries.filter(isHeldByCheck)]
  const tally = scan.purpose === 'hold' ? 'held' : 'released'
  const advanced = {
    ...scan,
    seen: scan.seen + (scan.purpose === 'hold' && scan.look === 1 ? entries.length : 0),
    [tally]: added(scan[tally], changed),
  }
  const ids = [...new Set(affected.map(({ id }) => id))]
  const happened = scanAdvanced.happened({ page: scan.page + 1, orderIds: ids })
  return { scan: advanceScan(advanced, next, happened, now), orders }
}

/** A check may hold it for the defect: quality evaluates it again. */
const isHeldByCheck = (order: Order): boolean => openHolds(order).some(({ issueId }) => issueId !== undefined)

/** Reports a page of orders in the event of the scan's next version. */
export function reportPage(
  scan: ReportScan,
  { entries, next }: ScanPage<ReportedOrder>,
  now: string,
): Decision<OrderScan> {
  const counted = { ...scan, reported: scan.reported + entries.length }
  const data = { page: scan.page + 1, backTestId: scan.backTestId, orders: [...entries] }
  return advanceScan(counted, next, scanReported.happened(data), now)
}

/** The scan's next version after a page: it continues, starts its second pass or the waiting scope, or finishes. */
export function advanceScan(
  scan: OrderScan,
  next: string | undefined,
  happened: Happened,
  now: string,
): Decision<OrderScan> {
  const { after: _, ...rest } = scan
  const advanced: OrderScan = { ...rest, version: scan.version + 1, page: scan.page + 1, updatedAt: now }
  if (next !== undefined) return { next: { ...advanced, after: next }, events: [happened] }
  const again = nextPass(advanced)
  if (again !== undefined) return { next: again, events: [happened] }
  const finished: OrderScan = { ...advanced, status: 'finished' }
  return { next: finished, events: [happened, scanFinished.happened(summaryOf(finished))] }
}

/** What a scan does at the end of the orders: a second pass, or the scope that waits; nothing if it is finished. */
function nextPass(advanced: OrderScan): OrderScan | undefined {
  if (advanced.purpose === 'report') return undefined
  if (advanced.purpose !== 'recheck')
    return advanced.look < looks ? { ...advanced, look: advanced.look + 1 } : undefined
  const { waiting, among: _, skus: __, ...rest } = advanced
  return waiting && { ...rest, ...waiting }
}

function summaryOf(scan: OrderScan) {
  const { purpose, page: pages } = scan
  if (scan.purpose === 'report') return { purpose, pages, orders: scan.reported }
  if (scan.purpose === 'recheck') return { purpose, pages, orders: scan.found }
  return { purpose, pages, ...(scan.purpose === 'hold' ? scan.held : scan.released) }
}

const added = ({ orders, cents }: Tally, more: readonly Order[]): Tally => ({
  orders: orders + more.length,
  cents: more.reduce((sum, { totals }) => sum + totals.total, cents),
})
