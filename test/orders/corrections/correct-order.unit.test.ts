import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import { isPassed } from '../../../functions/orders/order/order.ts'
import { given } from '../../support/given.ts'
import { after, anAddress, anOrder, anOrderThatIs, later, passed } from '../../support/orders.ts'

const now = later(60)
const correct =
  (correction: Parameters<typeof correctOrder>[1]) => (order: Parameters<typeof correctOrder>[0]) =>
    correctOrder(order, correction, now)
const changed = (fields: readonly string[], repack = false) => [
  { type: 'order.changed', data: { fields, repack } },
]

describe('correcting an order', () => {
  it('makes a new content that the old pass does not cover', () => {
    given(after(anOrder(), passed))
      .when(correct({ shippingAddress: { cep: '04567-020' } }))
      .then(changed(['shippingAddress.cep']), (order) => {
        expect(order.shippingAddress).toEqual(anAddress({ cep: '04567-020' }))
        expect(order.contentVersion).toBe(order.version)
        expect(isPassed(order)).toBe(false)
      })
  })

  it('names every changed field', () => {
    given(anOrder())
      .when(
        correct({
          customer: { document: '11222333000181', email: null },
          shippingAddress: { number: 'S/N' },
          totals: { freight: 1801 },
          lines: [{ sku: 'VELA-02', title: 'Vela', quantity: 1, unitPrice: 100, discount: 0 }],
          dispatchBy: null,
          deliverBy: later(99),
        }),
      )
      .then(
        changed([
          'customer.email',
          'customer.document',
          'shippingAddress.number',
          'totals.freight',
          'lines',
          'dispatchBy',
          'deliverBy',
        ]),
        (order) => {
          expect(order.customer).not.toHaveProperty('email')
          expect(order).not.toHaveProperty('dispatchBy')
          expect(order.totals).toEqual({ discount: 1000, freight: 1801, fees: 200, total: 12_000 })
        },
      )
  })

  it('adds, corrects and removes a billing address', () => {
    const [fee, note] = [anAddress({ city: 'Campinas' }), { city: 'Santos' }]
    const billed = after(anOrder(), correct({ billingAddress: fee }))
    expect(billed.billingAddress).toEqual(fee)
    given(billed)
      .when(correct({ billingAddress: note }))
      .then(changed(['billingAddress.city']), (order) =>
        expect(order.billingAddress).toEqual({ ...fee, ...note }),
      )
    given(billed)
      .when(correct({ billingAddress: null }))
      .then(changed(Object.keys(fee).map((field) => `billingAddress.${field}`)), (order) =>
        expect(order).not.toHaveProperty('billingAddress'),
      )
  })

  it.each([
    { what: 'an empty correction', correction: {} },
    { what: 'current values', correction: { shippingAddress: anAddress() } },
    { what: 'the removal of missing fields', correction: { billingAddress: null } },
    { what: 'an empty part', correction: { customer: {} } },
  ])('makes no version for $what', ({ correction }) => {
    given(anOrder()).when(correct(correction)).then([])
  })

  it('undoes the packing when the lines change', () => {
    given(anOrderThatIs('packed'))
      .when(correct({ lines: [{ sku: 'VELA-02', title: 'Vela', quantity: 1, unitPrice: 100, discount: 0 }] }))
      .then(changed(['lines'], true), (order) => {
        expect(order.status).toBe('placed')
        expect(order).not.toHaveProperty('packedAt')
      })
  })

  it('keeps a packed order packed when its lines stay', () => {
    given(anOrderThatIs('packed'))
      .when(correct({ shippingAddress: { complement: null } }))
      .then(changed(['shippingAddress.complement']), (order) => expect(order.status).toBe('packed'))
  })
})
