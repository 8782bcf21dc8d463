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

/** A walk through a store's orders, one page at a time: each page is one version of it. */
export type OrderScan = OrderScanSnapshot
export type DefectScan = Extract<OrderScan, { purpose: 'hold' | 'release' }>
export type RecheckScan = Extract<OrderScan, { purpose: 'recheck' }>
export type ReportScan = Extract<OrderScan, { purpose: 'tell' }>

/** A page of what a sweep walks through, and where the next one begins, if there is one. */
export interface ScanPage<Entry> {
  readonly entries: readonly Entry[]
  readonly next?: string
}

const looks = 2

/** One sweep for each defect and each back-test, however often it is asked for, and one for all that became known. */
export const scanId = (store: string, about: string): string => derivedId('swp', store, about)

const none: Tally = { orders: 0, cents: 0 }

/** Begins to hold all open orders that a defect concerns; or, where it was lifted before anything was held, to release. */
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

/** Turns a sweep around, wherever it is: from now on it releases what it held. Nothing when it has turned already. */
export function reverseScan(sweep: DefectScan, now: string): Decision<OrderScan> {
  if (sweep.purpose === 'release') return { next: sweep, events: [] }
  const { after: _, ...rest } = sweep
  return {
    next: {
      ...rest,
      purpose: 'release',
      version: sweep.version + 1,
      status: 'running',
      look: 1,
      updatedAt: now,
    },
    events: [scanStarted.happened({})],
  }
}

/** Begins to tell the orders that were placed from a time on (inclusive) and before another. */
export function beginReportScan(
  store: string,
  backTestId: string,
  { from, to }: { readonly from: string; readonly to: string },
  now: string,
): Decision<OrderScan> {
  return {
    next: {
      purpose: 'tell',
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
      told: 0,
    },
    events: [scanStarted.happened({})],
  }
}

/** What one page of a defect's sweep comes to: the orders that it changes and the sweep after it, for one commit. */
export function scanDefectPage(
  sweep: DefectScan,
  { entries, next }: ScanPage<Order>,
  now: string,
): { readonly sweep: Decision<OrderScan>; readonly orders: readonly OrderDecision[] } {
  const decide = sweep.purpose === 'hold' ? holdForDefect : releaseFromDefect
  const orders = entries.map((order) => decide(order, sweep, now)).filter(({ events }) => events.length > 0)
  const changed = orders.map(({ next: order }) => order)
  const concerned = sweep.purpose === 'hold' ? changed : [...changed, ...entries.filter(isHeldByCheck)]
  const tally = sweep.purpose === 'hold' ? 'held' : 'released'
  const advanced = {
    ...sweep,
    seen: sweep.seen + (sweep.purpose === 'hold' && sweep.look === 1 ? entries.length : 0),
    [tally]: added(sweep[tally], changed),
  }
  const ids = [...new Set(concerned.map(({ id }) => id))]
  const happened = scanAdvanced.happened({ page: sweep.page + 1, orderIds: ids })
  return { sweep: advanceScan(advanced, next, happened, now), orders }
}

/** A check may have held it for the defect: quality looks again whether it still does. */
const isHeldByCheck = (order: Order): boolean => openHolds(order).some(({ issueId }) => issueId !== undefined)

/** What one page of telling comes to: the sweep after it, which says the orders of the page. */
export function reportPage(
  sweep: ReportScan,
  { entries, next }: ScanPage<ReportedOrder>,
  now: string,
): Decision<OrderScan> {
  const advanced = { ...sweep, told: sweep.told + entries.length }
  const said = { page: sweep.page + 1, backTestId: sweep.backTestId, orders: [...entries] }
  return advanceScan(advanced, next, scanReported.happened(said), now)
}

/** The sweep after a page: it goes on after it, begins its second look or what waits for it, or is finished. */
export function advanceScan(
  sweep: OrderScan,
  next: string | undefined,
  happened: Happened,
  now: string,
): Decision<OrderScan> {
  const { after: _, ...rest } = sweep
  const turned: OrderScan = { ...rest, version: sweep.version + 1, page: sweep.page + 1, updatedAt: now }
  if (next !== undefined) return { next: { ...turned, after: next }, events: [happened] }
  const again = nextWalk(turned)
  if (again !== undefined) return { next: again, events: [happened] }
  const finished: OrderScan = { ...turned, status: 'finished' }
  return { next: finished, events: [happened, scanFinished.happened(summaryOf(finished))] }
}

/** What a sweep walks for next when it has come to the end of the orders. */
function nextWalk(turned: OrderScan): OrderScan | undefined {
  if (turned.purpose === 'tell') return undefined
  if (turned.purpose !== 'recheck')
    return turned.look < looks ? { ...turned, look: turned.look + 1 } : undefined
  const { waiting, among: _, skus: __, ...rest } = turned
  return waiting && { ...rest, ...waiting }
}

function summaryOf(sweep: OrderScan) {
  const { purpose, page: pages } = sweep
  if (sweep.purpose === 'tell') return { purpose, pages, orders: sweep.told }
  if (sweep.purpose === 'recheck') return { purpose, pages, orders: sweep.found }
  return { purpose, pages, ...(sweep.purpose === 'hold' ? sweep.held : sweep.released) }
}

const added = ({ orders, cents }: Tally, more: readonly Order[]): Tally => ({
  orders: orders + more.length,
  cents: more.reduce((sum, { totals }) => sum + totals.total, cents),
})
