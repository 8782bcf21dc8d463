import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { RecentOrder } from '../../../events/quality/facts.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { personDocument, phoneDigits } from '../checks/identity/person.ts'
import { ordersOfPerson } from './person-key.ts'
import { runs } from './run.store.ts'

const dayInMilliseconds = 24 * 3600 * 1000

/** More orders of one person in a day than any check counts. */
const maxOrders = 25

/**
 * Orders that the same person placed in the 24 hours before this one, without cancelled ones, by one query. Undefined
 * when the order does not identify its person. The index is eventually consistent (about a second), so two orders
 * checked at the same instant may not see each other.
 */
export async function recentOrders(order: OrderSnapshot): Promise<RecentOrder[] | undefined> {
  const person = ordersOfPerson(order)
  if (person === undefined) return undefined
  const since = new Date(Date.parse(order.placedAt) - dayInMilliseconds).toISOString()
  const page = await list(
    runs,
    order.store,
    {
      index: lists.runsOfPerson.index,
      partitions: [person],
      after: since,
      before: order.placedAt,
      limit: maxOrders,
    },
    (run) => run.id !== order.id && run.order.status !== 'cancelled',
  )
  return page.items.map((run) => toRecentOrder(run.order))
}

function toRecentOrder({
  id,
  externalId,
  customer,
  shippingAddress,
  lines,
  totals,
  placedAt,
}: OrderSnapshot) {
  // A map without a prototype: a SKU may be named `constructor`.
  const skus = Object.create(null) as Record<string, number>
  for (const { sku, quantity } of lines) skus[sku] = (skus[sku] ?? 0) + quantity
  return {
    id,
    externalId,
    document: personDocument(customer.document) || undefined,
    phone: phoneDigits(customer.phone) || undefined,
    cep: shippingAddress.cep,
    number: shippingAddress.number,
    skus,
    total: totals.total,
    placedAt,
  }
}
