import {
  applyCorrection,
  type ProposedCorrection,
  undoCorrection,
} from '../../../functions/orders/corrections/auto-correct.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import { isPassed, type Order } from '../../../functions/orders/order/order.ts'
import { packOrder } from '../../../functions/orders/progress/order-progress.ts'
import { given, rejected } from '../../support/given.ts'
import { after, anAddress, anOrder, anOrderThatIs, fixedNow, later, passed } from '../../support/orders.ts'

const now = later(60)
const order = anOrder({ shippingAddress: anAddress({ uf: 'sp' }) })
const changes = [{ path: 'shippingAddress.uf', before: 'sp', after: 'SP' }]
const proposed: ProposedCorrection = {
  correctionId: 'cor_1',
  check: 'cep-uf',
  contentVersion: 1,
  changes,
}
const correct = (one: Order) => applyCorrection(one, proposed, now)
const undo = (one: Order) => undoCorrection(one, 'cor_1', 'ana', later(90))
const corrected = after(order, correct)

describe('an automatic correction', () => {
  it('makes a new content with old and new value and the check', () => {
    given(after(order, passed))
      .when(correct)
      .then(
        [
          {
            type: 'order.corrected',
            data: { correctionId: 'cor_1', check: 'cep-uf', changes, repack: false },
          },
        ],
        (corrected) => {
          expect(corrected.shippingAddress).toEqual(anAddress({ uf: 'SP' }))
          expect(corrected.contentVersion).toBe(corrected.version)
          expect(isPassed(corrected)).toBe(false)
          expect(corrected.corrections).toEqual([{ id: 'cor_1', check: 'cep-uf', at: now, changes }])
        },
      )
  })

  it('adds a missing value and removes a wrong one', () => {
    const two: ProposedCorrection = {
      ...proposed,
      changes: [
        { path: 'shippingAddress.complement', before: 'casa 2' },
        { path: 'customer.phone', after: '+5511912345678' },
      ],
    }
    const { phone: _, ...customer } = order.customer
    const next = applyCorrection({ ...order, customer }, two, now).next
    expect(next.shippingAddress).not.toHaveProperty('complement')
    expect(next.customer.phone).toBe('+5511912345678')
  })

  it('undoes the packing when the lines change', () => {
    const [line] = order.lines
    const lines = [{ ...(line as NonNullable<typeof line>), quantity: 4 }]
    const packed = after(order, (one) => packOrder(one, fixedNow))
    const merge = { ...proposed, changes: [{ path: 'lines', before: order.lines, after: lines }] }
    const { next, events } = applyCorrection(packed, merge, now)
    expect(next).toMatchObject({ status: 'placed', lines })
    expect(events[0]?.data).toMatchObject({ repack: true })
  })

  it('changes nothing a second time, for another content or after dispatch', () => {
    given(corrected).when(correct).then([])
    given(after(order, (one) => correctOrder(one, { customer: { phone: null } }, now)))
      .when(correct)
      .then([])
    for (const status of ['dispatched', 'delivered', 'returned', 'cancelled'] as const)
      given({ ...anOrderThatIs(status), contentVersion: 1 })
        .when(correct)
        .then([])
  })

  it.each(['totals.total', 'id', 'payment.approvedAmount', 'lines.0', 'shippingAddress', '__proto__.x'])(
    'is rejected at %s',
    (path) => {
      given(order)
        .when((one) => applyCorrection(one, { ...proposed, changes: [{ path, after: 1 }] }, now))
        .then(rejected('invalid-request'))
    },
  )

  it.each([
    { path: 'shippingAddress.uf', after: 5 },
    { path: 'shippingAddress.colour', after: 'blue' },
    { path: 'customer.name', before: 'Joana Prado' },
    { path: 'lines', after: [] },
  ])('is rejected when the result is an invalid order: $path', (change) => {
    given(order)
      .when((one) => applyCorrection(one, { ...proposed, changes: [change] }, now))
      .then(rejected('invalid-request'))
  })
})

describe('undoing a correction', () => {
  it('restores the value, and records who undid it', () => {
    given(corrected)
      .when(undo)
      .then(
        [
          {
            type: 'order.correction-undone',
            data: { correctionId: 'cor_1', check: 'cep-uf', fields: ['shippingAddress.uf'], repack: false },
          },
        ],
        (next) => {
          expect(next.shippingAddress).toEqual(order.shippingAddress)
          expect(next.contentVersion).toBe(3)
          expect(next.corrections).toEqual([
            { id: 'cor_1', check: 'cep-uf', at: now, changes, undone: { at: later(90), by: 'ana' } },
          ])
        },
      )
  })

  it('restores a missing value', () => {
    const filled = { ...proposed, changes: [{ path: 'billingAddress.uf', after: 'SP' }] }
    const billed = anOrder({ billingAddress: { cep: '04567-010' } })
    const back = after(billed, (one) => applyCorrection(one, filled, now), undo)
    expect(back.billingAddress).toEqual({ cep: '04567-010' })
  })

  it('changes nothing a second time, and the same correction is not made again', () => {
    const undone = after(corrected, undo)
    given(undone).when(undo).then([])
    given(undone)
      .when((one) => applyCorrection(one, { ...proposed, contentVersion: one.contentVersion }, now))
      .then([])
  })

  it('is rejected once the value changed or the order was dispatched', () => {
    given(after(corrected, (one) => correctOrder(one, { shippingAddress: { uf: 'RJ' } }, now)))
      .when(undo)
      .then(rejected('illegal-transition', { path: 'shippingAddress.uf' }))
    for (const status of ['dispatched', 'delivered', 'returned', 'cancelled'] as const)
      given<Order>({ ...anOrderThatIs(status), corrections: corrected.corrections ?? [] })
        .when(undo)
        .then(rejected('illegal-transition'))
  })

  it('is rejected for an unknown correction', () => {
    given(order).when(undo).then(rejected('not-found'))
  })
})
