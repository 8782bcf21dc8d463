import * as z from 'zod/mini'
import type { OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { Facts } from '../../../../events/quality/facts.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { addressKey, personDocument, phoneDigits } from '../identity/person.ts'

const day = 24 * 3_600_000

/**
 * Signs that the payer is not the customer. These are many orders in a day from one document, to one address or from
 * one device; a person on the store's deny list; a first purchase of unusual value, billed in one state and shipped to
 * another. Without a deny list no person is denied; without a device id no device is counted.
 */
export const fraud = defineCheck({
  code: 'fraud',
  number: 26,
  version: 1,
  mode: 'hold',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['recentOrders'],
  thresholds: z.strictObject({
    /** The number of orders in 24 hours, including this one, from which the check fails. */
    ordersInDay: z._default(z.int().check(z.gte(2), z.lte(1000)), 3),
  }),
  relevant: ({ customer, shippingAddress, billingAddress, payment, totals }) => [
    customer,
    shippingAddress.cep,
    shippingAddress.number,
    shippingAddress.phone,
    shippingAddress.uf,
    billingAddress?.uf,
    payment.payerDocument,
    totals.total,
  ],
  evaluate: (order, { facts, thresholds: { ordersInDay } }) => {
    const far = unusualFirstPurchase(order, facts)
    return verdictOf(
      [...tooMany(order, facts, ordersInDay), ...onDenyList(order, facts.denied ?? []), ...far.evidence],
      far.missing,
    )
  },
})

function tooMany(
  order: OrderSnapshot,
  { recentOrders, buyer }: Pick<Facts, 'buyer'> & Required<Pick<Facts, 'recentOrders'>>,
  most: number,
): Evidence[] {
  const near = recentOrders.filter(
    ({ id, placedAt }) =>
      id !== order.id && Math.abs(Date.parse(placedAt) - Date.parse(order.placedAt)) < day,
  )
  const document = personDocument(order.customer.document)
  const address = addressKey(order.shippingAddress)
  const counts = {
    'customer.document':
      1 + near.filter((one) => document !== '' && personDocument(one.document) === document).length,
    shippingAddress: 1 + near.filter((one) => address !== '' && addressKey(one) === address).length,
    'buyer.deviceOrdersInDay': buyer?.deviceOrdersInDay ?? 0,
  }
  return Object.entries(counts).flatMap(([field, count]) =>
    count >= most ? [{ field, expected: `fewer than ${most} orders in 24 hours`, received: `${count}` }] : [],
  )
}

function onDenyList(
  { customer, shippingAddress, payment }: OrderSnapshot,
  list: readonly string[],
): Evidence[] {
  const rest = list.filter((entry) => !entry.includes('@'))
  const emails = nonEmpty(list.filter((entry) => entry.includes('@')).map(emailOf))
  const documents = nonEmpty(rest.map(personDocument))
  const phones = nonEmpty(rest.map(phoneDigits))
  const isDenied = {
    'customer.document': documents.has(personDocument(customer.document)),
    'payment.payerDocument': documents.has(personDocument(payment.payerDocument)),
    'customer.email': emails.has(emailOf(customer.email)),
    'customer.phone': phones.has(phoneDigits(customer.phone)),
    'shippingAddress.phone': phones.has(phoneDigits(shippingAddress.phone)),
  }
  return Object.entries(isDenied).flatMap(([field, is]) =>
    is ? [{ field, expected: 'a person not on the deny list', received: 'a person on the deny list' }] : [],
  )
}

const emailOf = (email: string | undefined): string => (email ?? '').trim().toLowerCase()

const nonEmpty = (keys: readonly string[]): ReadonlySet<string> => new Set(keys.filter((key) => key !== ''))

/** Evaluates the value only where the states differ, so that the buyer's facts are reported missing only then. */
function unusualFirstPurchase(
  { shippingAddress, billingAddress, totals, currency }: OrderSnapshot,
  { buyer, valueP95 }: Pick<Facts, 'buyer' | 'valueP95'>,
): { evidence: Evidence[]; missing: string[] } {
  const [shipped, billed] = [shippingAddress, billingAddress].map(
    (one) => one?.uf?.trim().toUpperCase() ?? '',
  )
  if (!shipped || !billed || shipped === billed) return { evidence: [], missing: [] }
  const missing = [...(buyer === undefined ? ['buyer'] : []), ...(valueP95 === undefined ? ['valueP95'] : [])]
  if (!buyer?.firstPurchase || valueP95 === undefined || totals.total <= valueP95)
    return { evidence: [], missing }
  const expected = `${currency} ${valueP95} (minor units) at most for a first purchase billed in ${billed} and shipped to ${shipped}`
  return {
    evidence: [{ field: 'totals.total', expected, received: `${currency} ${totals.total}` }],
    missing: [],
  }
}
