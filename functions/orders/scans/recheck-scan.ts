import { scanAdvanced, scanStarted } from '../../../events/orders/order-scan-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Order } from '../order/order.ts'
import { advanceScan, type OrderScan, type RecheckScan, type ScanPage, scanId } from './order-scan.ts'

/** Which open orders something that became known concerns. */
export type ScanScope = Pick<RecheckScan, 'among' | 'skus'>

/** What the store's one walk of this kind goes by in place of a defect or a back-test. */
export const recheckAbout = 'recheck'

/** As many SKUs as a walk looks for; a store that tells of more at once has all its open orders checked again. */
const mostSkus = 50

/**
 * Has the orders that something concerns checked again, by one walk of the store at a time: what becomes known while
 * one goes on waits for the next, and what waits already adds nothing. Thousands of facts told at once thus cost a few
 * walks and not thousands.
 */
export function beginRecheck(
  known: RecheckScan | undefined,
  store: string,
  concerned: ScanScope,
  now: string,
): Decision<OrderScan> {
  if (known?.status === 'running') {
    const waiting = known.waiting === undefined ? concerned : both(known.waiting, concerned)
    if (JSON.stringify(waiting) === JSON.stringify(known.waiting)) return { next: known, events: [] }
    return {
      next: { ...known, version: known.version + 1, waiting, updatedAt: now },
      events: [scanStarted.happened({})],
    }
  }
  const next: RecheckScan = {
    purpose: 'recheck',
    id: scanId(store, recheckAbout),
    store,
    version: (known?.version ?? 0) + 1,
    status: 'running',
    page: 0,
    startedAt: now,
    updatedAt: now,
    ...concerned,
    found: 0,
  }
  return { next, events: [scanStarted.happened({})] }
}

/** What one page comes to: the orders that are to be checked again are named, and after the last what waits begins. */
export function recheckPage(
  sweep: RecheckScan,
  { entries, next }: ScanPage<Order>,
  now: string,
): Decision<OrderScan> {
  const found = entries.filter((order) => isInScope(order, sweep)).map(({ id }) => id)
  const advanced = { ...sweep, found: sweep.found + found.length }
  return advanceScan(advanced, next, scanAdvanced.happened({ page: sweep.page + 1, orderIds: found }), now)
}

const isInScope = ({ lines }: Order, { skus }: ScanScope): boolean =>
  skus === undefined || lines.some(({ sku }) => skus.includes(sku))

function both(one: ScanScope, other: ScanScope): ScanScope {
  const among = one.among === 'open' || other.among === 'open' ? 'open' : 'held'
  if (one.skus === undefined || other.skus === undefined) return { among }
  const skus = [...new Set([...one.skus, ...other.skus])].sort()
  return skus.length > mostSkus ? { among } : { among, skus }
}
