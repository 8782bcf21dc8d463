import { type DefectSnapshot, defectConfirmed, defectLifted } from '../../../events/quality/defect-events.ts'
import { handler } from '../../../functions/orders/inbox.ts'
import { orders } from '../../../functions/orders/order/order.store.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import type { Defect } from '../../../functions/orders/scans/defect-holds.ts'
import { findScan } from '../../../functions/orders/scans/order-scan.store.ts'
import { type DefectScan, scanId } from '../../../functions/orders/scans/order-scan.ts'
import { fullEvents } from '../../../functions/outbox/full-events.ts'
import type { FiledEvent } from '../../../shared/table/aggregate.ts'
import { loadMany } from '../../../shared/table/load.store.ts'
import { recordOf } from '../../outbox/stream.ts'
import { storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { aPlaceOrder, fixedNow } from '../../support/orders.ts'
import type { SuiteTable } from '../../support/suite/suite-table.ts'

/** An order with one line of each SKU. */
export const orderOf = (skus: readonly string[], changes: Partial<Order> = {}): Order =>
  ({
    ...placeOrder(aPlaceOrder(), storeA.store, fixedNow).next,
    lines: skus.map((sku) => ({ sku, title: sku, quantity: 1, unitPrice: 1000, discount: 0 })),
    ...changes,
  }) as Order

const snapshotOf = ({ defectId, subject, value }: Defect): DefectSnapshot => ({
  id: defectId,
  store: storeA.store,
  version: 1,
  subject,
  value,
  reason: 'it breaks',
  status: 'open',
  confirmedAt: fixedNow,
  confirmedBy: 'ana',
})

/** Messages of quality: a defect is confirmed or lifted. */
export const confirmed = (defect: Defect): string => {
  const { subject, value } = defect
  return busMessage(eventOf(defectConfirmed, snapshotOf(defect), { subject, value }), 'quality')
}
export const lifted = (defect: Defect): string => {
  const { subject, value } = defect
  const snapshot: DefectSnapshot = { ...snapshotOf(defect), version: 2, status: 'lifted' }
  return busMessage(eventOf(defectLifted, snapshot, { subject, value, reason: 'gone' }), 'quality')
}

export const deliverAll = (...bodies: string[]): Promise<string[]> => deliver(handler, bodies)

/** The events of the newest version of a scan. */
export async function eventsOfScan(table: SuiteTable, about: string): Promise<FiledEvent[]> {
  const items = await table.partition(`S#${storeA.store}#SWEEP#${scanId(storeA.store, about)}`)
  const item = items.find(({ sk }) => sk?.S === 'SWEEP')
  const image = recordOf(item ?? {}).dynamodb?.NewImage
  return image === undefined ? [] : [...fullEvents(image).events]
}

/** Delivers a scan's events to the scan until there are no new ones; returns all of them. */
export async function scanToTheEnd(table: SuiteTable, about: string): Promise<FiledEvent[]> {
  const said: FiledEvent[] = []
  for (;;) {
    const events = await eventsOfScan(table, about)
    if (events.every(({ id }) => said.some((one) => one.id === id))) return said
    said.push(...events)
    const failed = await deliverAll(...events.map((event) => busMessage(event, 'orders')))
    if (failed.length > 0)
      throw new Error(`the sweep of ${about} failed at ${events.map(({ id }) => id).join()}`)
  }
}

export async function scanOf(defectId: string): Promise<DefectScan> {
  const scan = await findScan(storeA.store, defectId)
  if (scan === undefined || scan.purpose === 'report' || scan.purpose === 'recheck')
    throw new Error(`a sweep for ${defectId} is expected`)
  return scan
}

/** The current versions of the orders, in the given order. */
export async function asTheyAre(some: readonly Order[]): Promise<Order[]> {
  const found: Order[] = []
  for (let n = 0; n < some.length; n += 100)
    found.push(
      ...(await loadMany(
        orders,
        storeA.store,
        some.slice(n, n + 100).map(({ id }) => id),
      )),
    )
  return found
}
