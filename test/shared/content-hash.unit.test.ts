import fc from 'fast-check'
import type { Order } from '../../functions/orders/order/order.ts'
import { contentHash } from '../../shared/content-hash.ts'
import { aValidOrder } from '../quality/checks/samples/valid-orders.ts'
import { anOrder, later } from '../support/orders.ts'

/** The same value with its keys in reverse order, at every depth. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, field]) => [name, turned(field)])
  return Object.fromEntries(fields.reverse())
}

const order = anOrder()
const [line] = order.lines
const changes: Readonly<Record<string, Partial<Order>>> = {
  channel: { channel: 'outro-canal' },
  externalId: { externalId: 'V-other' },
  customer: { customer: { ...order.customer, document: '529.982.247-25' } },
  'a field taken away': { customer: { name: order.customer.name } },
  shippingAddress: { shippingAddress: { ...order.shippingAddress, number: '211' } },
  'a billing address': { billingAddress: order.shippingAddress },
  'a quantity': { lines: [{ ...(line as NonNullable<typeof line>), quantity: 4 }, ...order.lines.slice(1)] },
  'a line taken away': { lines: order.lines.slice(1) },
  'the lines’ order': { lines: [...order.lines].reverse() },
  currency: { currency: 'USD' },
  totals: { totals: { ...order.totals, total: 1 } },
}

describe('the content hash of an order', () => {
  it('is 128 bits in hexadecimal', () => {
    expect(contentHash(order)).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is equal for any order of the fields', () => {
    fc.assert(
      fc.property(aValidOrder, (one) => {
        expect(contentHash(turned(one) as Order)).toBe(contentHash(one))
      }),
    )
  })

  it('treats an undefined field as missing', () => {
    expect(contentHash({ ...order, billingAddress: undefined })).toBe(contentHash(order))
  })

  it.each(Object.entries(changes))('differs when %s changes', (_, change) => {
    expect(contentHash({ ...order, ...change })).not.toBe(contentHash(order))
  })

  it('is equal when other fields change', () => {
    const moved: Order = {
      ...order,
      version: 9,
      contentVersion: 9,
      updatedAt: later(1),
      dispatchBy: later(2),
      payment: { status: 'approved', approvedAmount: 1, refundedAmount: 0 },
    }
    expect(contentHash(moved)).toBe(contentHash(order))
  })
})
