import { scanAdvanced, scanStarted } from '../../../events/orders/order-scan-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Order } from '../order/order.ts'
import { advanceScan, type OrderScan, type RecheckScan, type ScanPage, scanId } from './order-scan.ts'

/** Which open orders a new fact affects. */
export type ScanScope = Pick<RecheckScan, 'among' | 'skus'>

/** Names the store's one recheck scan, where other scans are named by a defect or a back-test. */
export const recheckAbout = 'recheck'

/** Most SKUs of one scan; for more, all open orders of the store are checked again. */
const mostSkus = 50

/**
 * Starts a recheck of the orders that a fact affects. A store has one such scan at a time: the scope of facts that
 * arrive while it runs waits for the next one. So thousands of facts at once cost a few scans, not thousands.
 */
export function beginRecheck(
  current: RecheckScan | undefined,
  store: string,
  scope: ScanScope,
  now: string,
): Decision<OrderScan> {
  if (current?.status === 'running') {
    const waiting = current.waiting === undefined ? scope : both(current.waiting, scope)
    if (JSON.stringify(waiting) === JSON.stringify(current.waiting)) return { next: current, events: [] }
    return {
      next: { ...current, version: current.version + 1, waiting, updatedAt: now },
      events: [scanStarted.happened({})],
    }
  }
  const next: RecheckScan = {
    purpose: 'recheck',
    id: scanId(store, recheckAbout),
    store,
    version: (current?.version ?? 0) + 1,
    status: 'running',
    page: 0,
    startedAt: now,
    updatedAt: now,
    ...scope,
    found: 0,
  }
  return { next, events: [scanStarted.happened({})] }
}

/** Names the orders of a page that are to be checked again; after the last page the waiting scope starts. */
export function recheckPage(
  scan: RecheckScan,
  { entries, next }: ScanPage<Order>,
  now: string,
): Decision<OrderScan> {
  const found = entries.filter((order) => isInScope(order, scan)).map(({ id }) => id)
  const advanced = { ...scan, found: scan.found + found.length }
  return advanceScan(advanced, next, scanAdvanced.happened({ page: scan.page + 1, orderIds: found }), now)
}

const isInScope = ({ lines }: Order, { skus }: ScanScope): boolean =>
  skus === undefined || lines.some(({ sku }) => skus.includes(sku))

function both(one: ScanScope, other: ScanScope): ScanScope {
  const among = one.among === 'open' || other.among === 'open' ? 'open' : 'held'
  if (one.skus === undefined || other.skus === undefined) return { among }
  const skus = [...new Set([...one.skus, ...other.skus])].sort()
  return skus.length > mostSkus ? { among } : { among, skus }
}
