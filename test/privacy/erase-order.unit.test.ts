import * as z from 'zod/mini'
import { orderExamples } from '../../events/orders/order-examples.ts'
import { OrderSnapshot } from '../../events/orders/order-schema.ts'
import type { Order } from '../../functions/orders/order/order.ts'
import { eraseOrder, retentionReason } from '../../functions/orders/privacy/erase-order.ts'

const now = '2026-12-24T12:00:00.000Z'
const corrected = {
  ...orderExamples.returned,
  billingAddress: orderExamples.returned.shippingAddress,
  payment: { ...orderExamples.returned.payment, payerDocument: '529.982.247-25' },
  holds: orderExamples.held.holds,
  corrections: [
    { id: 'cor_1', check: 'cpf', at: now, changes: [{ path: 'customer.document', before: '529982247-25' }] },
  ],
  reason: 'Maria Souza did not like it',
} satisfies Order

describe('erasing an order', () => {
  it('removes everything that identifies the customer', () => {
    const { next, events } = eraseOrder(corrected, now)
    expect(events.map(({ type }) => type)).toEqual(['order.erased'])
    const text = JSON.stringify(next)
    const { customer, shippingAddress } = corrected
    const { uf: _, ...place } = shippingAddress
    const personal = [
      ...Object.values(customer),
      ...Object.values(place),
      'AA123456785BR',
      '529982247-25',
      'CEP belongs',
    ]
    expect(
      personal.filter((value) => text.includes(`"${value}"`) || (value.length > 6 && text.includes(value))),
    ).toEqual([])
  })

  it('keeps lines, times, amounts and the state for accounting', () => {
    const { next } = eraseOrder(corrected, now)
    const { lines, totals, currency, channel, externalId, placedAt } = corrected
    expect(next).toMatchObject({
      lines,
      totals,
      currency,
      channel,
      externalId,
      placedAt,
      shippingAddress: { uf: 'SP' },
    })
    expect(z.safeParse(OrderSnapshot, next).success).toBe(true)
  })

  it('changes nothing a second time', () => {
    const { next } = eraseOrder(corrected, now)
    expect(eraseOrder(next, now)).toEqual({ next, events: [] })
  })
})

describe('an order that must be retained', () => {
  const { placed, packed, dispatched, delivered, returned, cancelled } = orderExamples
  it.each([placed, packed, dispatched])('is an open order: $status', (order) => {
    expect(retentionReason(order, now)).toMatchObject({ basis: 'contract' })
  })

  it('is an order within seven days after its delivery', () => {
    const [early, late] = ['2026-12-05T14:59:59.999Z', '2026-12-05T15:00:00.000Z']
    expect(retentionReason(delivered, early)).toMatchObject({ basis: 'contract', until: late })
    expect(retentionReason(delivered, late)).toBeUndefined()
  })

  it.each([returned, cancelled])('is not a closed order: $status', (order) => {
    expect(retentionReason(order, now)).toBeUndefined()
  })
})
