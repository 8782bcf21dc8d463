import fc from 'fast-check'
import { isPaid, outstanding } from '../../../functions/orders/order/order.ts'
import { payOrder } from '../../../functions/orders/progress/order-progress.ts'
import { given, rejected } from '../../support/given.ts'
import { after, anOrder, anOrderThatIs, later, paid } from '../../support/orders.ts'

const now = later(60)
const pay = (payment: Parameters<typeof payOrder>[1]) => (order: Parameters<typeof payOrder>[0]) =>
  payOrder(order, payment, now)

describe('paying an order', () => {
  it('pays the outstanding amount by default', () => {
    given(anOrder())
      .when(pay({}))
      .then([{ type: 'order.paid', data: { amount: 12_000 } }], (order) => {
        expect(order.payment).toMatchObject({ status: 'approved', approvedAmount: 12_000, approvedAt: now })
        expect(isPaid(order)).toBe(true)
      })
  })

  it('stores method, reference and time of a payment', () => {
    given(anOrder())
      .when(pay({ method: 'boleto', reference: 'pay-1', paidAt: later(30) }))
      .then([{ type: 'order.paid', data: { amount: 12_000 } }], (order) =>
        expect(order.payment).toMatchObject({
          method: 'boleto',
          reference: 'pay-1',
          approvedAt: later(30),
        }),
      )
  })

  it('records a partial payment and the outstanding amount', () => {
    given(anOrder())
      .when(pay({ amount: 5000, reference: 'pay-1' }))
      .then([{ type: 'order.partly-paid', data: { amount: 5000, outstanding: 7000 } }], (order) =>
        expect(isPaid(order)).toBe(false),
      )
  })

  it('pays the order once the parts cover the total', () => {
    given(after(anOrder(), pay({ amount: 5000, reference: 'pay-1' })))
      .when(pay({ amount: 7000, reference: 'pay-2' }))
      .then([{ type: 'order.paid', data: { amount: 7000 } }], (order) => expect(isPaid(order)).toBe(true))
  })

  it('accepts more than the total', () => {
    given(anOrder())
      .when(pay({ amount: 12_500 }))
      .then([{ type: 'order.paid', data: { amount: 12_500 } }], (order) =>
        expect(outstanding(order)).toBe(-500),
      )
  })

  it('counts refunds as outstanding', () => {
    const order = anOrder({
      payment: { status: 'approved', approvedAmount: 12_000, refundedAmount: 2000 },
    })
    given(order)
      .when(pay({}))
      .then([{ type: 'order.paid', data: { amount: 2000 } }])
  })

  it('rejects another payment of a paid order', () => {
    given(after(anOrder(), paid))
      .when(pay({ reference: 'another' }))
      .then(rejected('illegal-transition'))
  })

  it('records the same payment once, in any status of the order', () => {
    const once = after(anOrder(), pay({ reference: 'pay-1' }))
    given(once)
      .when(pay({ reference: 'pay-1' }))
      .then([])
    const dispatched = { ...anOrderThatIs('dispatched'), payment: once.payment }
    given(dispatched)
      .when(pay({ reference: 'pay-1' }))
      .then([])
  })

  it('recognises an earlier part after a later one', () => {
    const parts = after(
      anOrder(),
      pay({ amount: 6000, reference: 'pay-1' }),
      pay({ amount: 3000, reference: 'pay-2' }),
    )
    given(parts)
      .when(pay({ amount: 6000, reference: 'pay-1' }))
      .then([], (order) => expect(outstanding(order)).toBe(3000))
  })

  it('counts every payment once, in any order and number of reports', () => {
    const payments = [1000, 2000, 3000].map((amount, n) => ({ amount, reference: `pay-${n}` }))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...payments), { minLength: 1, maxLength: 12 }), (reports) => {
        const order = after(anOrder(), ...reports.map(pay))
        const sum = [...new Set(reports)].reduce((total, { amount }) => total + amount, 0)
        expect(order.payment.approvedAmount).toBe(sum)
      }),
    )
  })
})
