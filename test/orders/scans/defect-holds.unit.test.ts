import { orderHeld, orderReleased } from '../../../events/orders/order-events.ts'
import { followIssue, placeHold, releaseHold } from '../../../functions/orders/holds/order-holds.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { blockers } from '../../../functions/orders/order/order.ts'
import { toOrderView } from '../../../functions/orders/order/order-requests.ts'
import {
  type Defect,
  defectHoldCode,
  holdForDefect,
  isAffected,
  releaseFromDefect,
} from '../../../functions/orders/scans/defect-holds.ts'
import { given, rejected } from '../../support/given.ts'
import { after, anOrder, anOrderThatIs, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'

const defect: Defect = { defectId: 'dft_4n7q0t3w6z9c2f5j8m1p4s7v0y', subject: 'sku', value: 'VELA-01' }
const code = 'defect-4n7q0t3w'
const reason = 'a defect is confirmed on the sku VELA-01'
const another: Defect = { ...defect, defectId: 'dft_4n7q0t3w_another', value: 'PRATO-7' }
const hold = (order: Order) => holdForDefect(order, defect, fixedNow)
const release = (order: Order) => releaseFromDefect(order, defect, later(1))
const lifted = orderReleased.happened({ code, reason: 'the defect was lifted' })
const openDefects = (order: Order) =>
  order.holds.filter(({ released }) => released === undefined).map(({ defectId }) => defectId)

describe('the orders that a defect affects', () => {
  const [line] = aPlaceOrder().lines
  const order = anOrder({ lines: [{ ...line!, sku: 'A', lot: 'L1', supplier: 'fornecedor-1' }] })

  it.each([
    ['sku', 'A', true],
    ['sku', 'L1', false],
    ['sku', 'a', false],
    ['lot', 'L1', true],
    ['lot', 'L', false],
    ['supplier', 'fornecedor-1', true],
    ['supplier', 'fornecedor-10', false],
  ] as const)('%s %s: %s', (subject, value, expected) => {
    expect(isAffected(order, { defectId: 'dft_1', subject, value })).toBe(expected)
  })

  it('affects no order without lot and supplier', () => {
    expect(isAffected(anOrder(), { defectId: 'dft_1', subject: 'lot', value: 'L1' })).toBe(false)
  })
})

describe('holding for a defect', () => {
  it('blocks the dispatch of an open order with quality’s hold', () => {
    given(anOrder())
      .when(hold)
      .then([orderHeld.happened({ code, reason })], (order) => {
        expect(order.holds).toEqual([
          { code, reason, placedAt: fixedNow, placedBy: 'quality', defectId: defect.defectId },
        ])
        expect(blockers(order)).toContain(`hold:${code}`)
        expect(toOrderView(order).quality).toBe('held')
      })
    given(anOrderThatIs('packed'))
      .when(hold)
      .then([orderHeld.happened({ code, reason })])
  })

  it('ignores dispatched, cancelled and unaffected orders', () => {
    for (const status of ['dispatched', 'delivered', 'returned', 'cancelled'] as const)
      given(anOrderThatIs(status)).when(hold).then([])
    given(anOrder())
      .when((order) => holdForDefect(order, { ...defect, value: 'OTHER' }, fixedNow))
      .then([])
  })

  it('places the hold once, and no person can release it', () => {
    const held = after(anOrder(), hold)
    given(held).when(hold).then([])
    given(held)
      .when((order) => releaseHold(order, { code, reason: 'seen', releasedBy: 'ana' }, fixedNow))
      .then(rejected('hold-has-cause'))
  })

  it('places a separate hold for another defect of the same code', () => {
    const held = after(anOrder(), hold, (order) => holdForDefect(order, another, fixedNow))
    expect(defectHoldCode(another.defectId)).toBe(code)
    expect(openDefects(held)).toEqual([defect.defectId, another.defectId])
  })
})

describe('lifting a defect', () => {
  it('releases the holds of the defect', () => {
    given(after(anOrder(), hold))
      .when(release)
      .then([lifted], (order) => expect(blockers(order)).not.toContain(`hold:${code}`))
  })

  it('releases no other hold, of any code', () => {
    const issue = { issueId: 'iss_1', issueVersion: 1, code, open: true, reason: 'said' }
    const held = after(
      anOrder(),
      (order) => placeHold(order, { code, reason: 'mine', placedBy: 'ana' }, fixedNow),
      (order) => followIssue(order, issue, fixedNow),
      (order) => holdForDefect(order, another, fixedNow),
    )
    given(held).when(release).then([])
    given(after(held, hold))
      .when(release)
      .then([lifted], (order) => {
        const open = order.holds.filter(({ released }) => released === undefined)
        expect(open).toEqual(held.holds)
      })
  })

  it('changes nothing a second time or for a cancelled order', () => {
    given(after(anOrder(), hold, release))
      .when(release)
      .then([])
    const held = after(anOrder(), hold)
    given<Order>({ ...held, status: 'cancelled', cancelledAt: fixedNow, reason: 'given up' })
      .when(release)
      .then([])
  })
})
