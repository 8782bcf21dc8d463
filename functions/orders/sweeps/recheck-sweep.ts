import { sweepAdvanced, sweepStarted } from '../../../events/orders/sweep-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { Order } from '../order/order.ts'
import { type RecheckSweep, type Sweep, type SweepPage, sweepId, turnedPage } from './sweep.ts'

/** Which open orders something that became known concerns. */
export type Concerned = Pick<RecheckSweep, 'among' | 'skus'>

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
  known: RecheckSweep | undefined,
  store: string,
  concerned: Concerned,
  now: string,
): Decision<Sweep> {
  if (known?.status === 'running') {
    const waiting = known.waiting === undefined ? concerned : both(known.waiting, concerned)
    if (JSON.stringify(waiting) === JSON.stringify(known.waiting)) return { next: known, events: [] }
    return {
      next: { ...known, version: known.version + 1, waiting, updatedAt: now },
      events: [sweepStarted.happened({})],
    }
  }
  const next: RecheckSweep = {
    purpose: 'recheck',
    id: sweepId(store, recheckAbout),
    store,
    version: (known?.version ?? 0) + 1,
    status: 'running',
    page: 0,
    startedAt: now,
    updatedAt: now,
    ...concerned,
    found: 0,
  }
  return { next, events: [sweepStarted.happened({})] }
}

/** What one page comes to: the orders that are to be checked again are named, and after the last what waits begins. */
export function recheckPage(
  sweep: RecheckSweep,
  { entries, next }: SweepPage<Order>,
  now: string,
): Decision<Sweep> {
  const found = entries.filter((order) => isConcerned(order, sweep)).map(({ id }) => id)
  const advanced = { ...sweep, found: sweep.found + found.length }
  return turnedPage(advanced, next, sweepAdvanced.happened({ page: sweep.page + 1, orderIds: found }), now)
}

const isConcerned = ({ lines }: Order, { skus }: Concerned): boolean =>
  skus === undefined || lines.some(({ sku }) => skus.includes(sku))

function both(one: Concerned, other: Concerned): Concerned {
  const among = one.among === 'open' || other.among === 'open' ? 'open' : 'held'
  if (one.skus === undefined || other.skus === undefined) return { among }
  const skus = [...new Set([...one.skus, ...other.skus])].sort()
  return skus.length > mostSkus ? { among } : { among, skus }
}
