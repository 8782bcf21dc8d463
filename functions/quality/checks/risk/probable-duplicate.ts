import * as z from 'zod/mini'
import type { OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { RecentOrder } from '../../../../events/quality/facts.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { addressKey, personDocument, phoneDigits } from '../identity/person.ts'
import { quantitiesOf } from '../stock/quantities.ts'

const hour = 3_600_000

/**
 * The same person ordered the same goods to the same address shortly before: a double click, or one sale imported
 * twice. Only the later order is a duplicate, so the first one proceeds.
 */
export const probableDuplicate = defineCheck({
  code: 'probable-duplicate',
  number: 2,
  version: 1,
  mode: 'hold',
  department: 'front-office',
  customerCanCorrect: false,
  needs: ['recentOrders'],
  thresholds: z.strictObject({
    /** Maximum time between the two orders. */
    windowHours: z._default(z.int().check(z.gte(1), z.lte(24)), 24),
    /** Maximum difference between their totals, in hundredths of a percent. */
    totalToleranceBasisPoints: z._default(z.int().check(z.gte(0), z.lte(10_000)), 100),
  }),
  relevant: ({ customer, shippingAddress: { cep, number }, lines, totals }) => [
    customer.document,
    customer.phone,
    cep,
    number,
    lines.map(({ sku, quantity }) => [sku, quantity]),
    totals.total,
  ],
  evaluate: (order, { facts, thresholds: { windowHours, totalToleranceBasisPoints } }) => {
    const repeated = facts.recentOrders.filter(
      (other) =>
        isEarlier(other, order) &&
        Date.parse(order.placedAt) - Date.parse(other.placedAt) < windowHours * hour &&
        isOfSamePerson(other, order) &&
        addressKey(other) !== '' &&
        addressKey(other) === addressKey(order.shippingAddress) &&
        hasSameGoods(other, order) &&
        Math.abs(other.total - order.totals.total) * 10_000 <= totalToleranceBasisPoints * order.totals.total,
    )
    const expected = 'no earlier order of the same person, goods and address'
    return verdictOf(
      repeated.map(({ id, externalId, placedAt }) => ({
        field: 'id',
        expected,
        received: `order ${externalId} (${id}) of ${placedAt}`,
      })),
    )
  },
})

const isEarlier = (other: RecentOrder, order: OrderSnapshot): boolean =>
  other.placedAt < order.placedAt || (other.placedAt === order.placedAt && other.id < order.id)

function isOfSamePerson({ document, phone }: RecentOrder, { customer }: OrderSnapshot): boolean {
  const [theirs, ours] = [personDocument(document), personDocument(customer.document)]
  const [theirPhone, ourPhone] = [phoneDigits(phone), phoneDigits(customer.phone)]
  return (ours !== '' && ours === theirs) || (ourPhone !== '' && ourPhone === theirPhone)
}

function hasSameGoods({ skus }: RecentOrder, { lines }: OrderSnapshot): boolean {
  const wanted = quantitiesOf(lines)
  const theirs = Object.entries(skus)
  return wanted.size === theirs.length && theirs.every(([sku, quantity]) => wanted.get(sku) === quantity)
}
