import { orderStatuses } from '../../../events/orders/order-schema.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import {
  followIssue,
  passOrder,
  placeHold,
  releaseHold,
} from '../../../functions/orders/holds/order-holds.ts'
import type { Order, OrderDecision, OrderStatus } from '../../../functions/orders/order/order.ts'
import {
  cancelOrder,
  deliverOrder,
  dispatchOrder,
  packOrder,
  payOrder,
  returnOrder,
} from '../../../functions/orders/progress/order-progress.ts'
import { given, rejected } from '../../support/given.ts'
import { after, anOrder, anOrderThatIs, later, packed, paid, passed, passOf } from '../../support/orders.ts'

interface Action {
  readonly decide: (order: Order) => OrderDecision
  readonly from: readonly OrderStatus[]
  readonly publishes: string
}

const now = later(60)
const actions: Record<string, Action> = {
  correct: {
    decide: (order) => correctOrder(order, { customer: { phone: '+551130001000' } }, now),
    from: ['placed', 'packed'],
    publishes: 'order.changed',
  },
  hold: {
    decide: (order) => placeHold(order, { code: 'ask', reason: 'look again', placedBy: 'ana' }, now),
    from: ['placed', 'packed'],
    publishes: 'order.held',
  },
  pack: { decide: (order) => packOrder(order, now), from: ['placed'], publishes: 'order.packed' },
  dispatch: {
    decide: (order) => dispatchOrder(order, { carrier: 'Correios' }, now),
    from: ['packed'],
    publishes: 'order.dispatched',
  },
  deliver: {
    decide: (order) => deliverOrder(order, now),
    from: ['dispatched'],
    publishes: 'order.delivered',
  },
  cancel: {
    decide: (order) => cancelOrder(order, 'given up', now),
    from: ['placed', 'packed'],
    publishes: 'order.cancelled',
  },
  return: {
    decide: (order) => returnOrder(order, 'too small', now),
    from: ['dispatched', 'delivered'],
    publishes: 'order.returned',
  },
}

const table = Object.entries(actions).flatMap(([name, action]) =>
  orderStatuses.map((status) => ({ name, status, action, legal: action.from.includes(status) })),
)

describe('actions on an order in each status', () => {
  it.each(table.filter(({ legal }) => legal))(
    'allows $name for an order that is $status',
    ({ status, action }) => {
      const order = anOrderThatIs(status)
      const { next, events } = action.decide(order)
      expect(events.map(({ type }) => type)).toEqual([action.publishes])
      expect(next.version).toBe(order.version + 1)
      expect(next.updatedAt).toBe(now)
    },
  )

  it.each(table.filter(({ legal }) => !legal))(
    'rejects $name for an order that is $status',
    ({ status, action }) => {
      given(anOrderThatIs(status))
        .when(action.decide)
        .then(rejected('illegal-transition', { orderStatus: status, expectedStatus: action.from }))
    },
  )

  it.each(['dispatched', 'delivered', 'returned', 'cancelled'] as const)(
    'rejects a payment for an order that is %s',
    (status) => {
      given(anOrderThatIs(status))
        .when((order) => payOrder(order, { reference: 'new' }, now))
        .then(rejected('illegal-transition', { orderStatus: status, expectedStatus: ['placed', 'packed'] }))
    },
  )

  it.each(['dispatched', 'delivered', 'returned', 'cancelled'] as const)(
    'ignores quality updates for an order that is %s',
    (status) => {
      const update = { issueId: 'iss_1', issueVersion: 9, code: 'cpf', open: true, reason: 'wrong' }
      given(anOrderThatIs(status))
        .when((order) => followIssue(order, update, now))
        .then([])
      const changed = { ...anOrderThatIs(status), contentVersion: 99 }
      given(changed)
        .when((order) => passOrder(order, passOf(order), now))
        .then([])
    },
  )

  it.each(orderStatuses)('rejects the release of a missing hold for an order that is %s', (status) => {
    given(anOrderThatIs(status))
      .when((order) => releaseHold(order, { code: 'ask', reason: 'fine', releasedBy: 'ana' }, now))
      .then(rejected('not-found'))
  })
})

describe('moving an order on', () => {
  it('does not dispatch an order whose waiver expired', () => {
    const update = { issueId: 'iss_1', code: 'cpf', reason: 'wrong' }
    const waived = after(
      anOrder(),
      (order) => followIssue(order, { ...update, issueVersion: 1, open: true }, later(0)),
      (order) => followIssue(order, { ...update, issueVersion: 2, open: false, until: later(60) }, later(1)),
      paid,
      passed,
      packed,
    )
    given(waived)
      .when((order) => dispatchOrder(order, {}, later(60)))
      .then(rejected('not-dispatchable', { blockers: ['hold:cpf'] }))
    given(waived)
      .when((order) => dispatchOrder(order, {}, later(59)))
      .then([{ type: 'order.dispatched', data: {} }])
    const fixed = after(waived, (order) =>
      followIssue(order, { ...update, issueVersion: 3, open: false }, later(30)),
    )
    given(fixed)
      .when((order) => dispatchOrder(order, {}, later(60)))
      .then([{ type: 'order.dispatched', data: {} }])
  })

  it('stores the times of packing, dispatch, delivery and return, and the reason', () => {
    const order = after(
      after(anOrder(), paid, passed, packed),
      (one) => dispatchOrder(one, { carrier: 'Correios', trackingCode: 'AA000000005BR' }, later(10)),
      (one) => deliverOrder(one, later(20)),
      (one) => returnOrder(one, 'cracked', later(30)),
    )
    expect(order).toMatchObject({
      status: 'returned',
      packedAt: later(0),
      dispatchedAt: later(10),
      carrier: 'Correios',
      trackingCode: 'AA000000005BR',
      deliveredAt: later(20),
      returnedAt: later(30),
      reason: 'cracked',
      updatedAt: later(30),
    })
  })

  it('returns an order that the carrier could not deliver', () => {
    given(anOrderThatIs('dispatched'))
      .when((order) => returnOrder(order, 'nobody there', now))
      .then([{ type: 'order.returned', data: { reason: 'nobody there' } }], (order) =>
        expect(order).not.toHaveProperty('deliveredAt'),
      )
  })

  it('does not pack a held order, and names the hold', () => {
    const held = after(anOrder(), (order) =>
      placeHold(order, { code: 'ask', reason: 'look again', placedBy: 'ana' }, now),
    )
    given(held)
      .when((order) => packOrder(order, now))
      .then(rejected('not-dispatchable', { blockers: ['hold:ask'] }))
  })
})

describe('dispatching', () => {
  const packedBare = after(anOrder(), packed)

  it('names all blockers', () => {
    const held = after(packedBare, (order) =>
      placeHold(order, { code: 'ask', reason: 'look again', placedBy: 'ana' }, now),
    )
    given(held)
      .when((order) => dispatchOrder(order, {}, now))
      .then(rejected('not-dispatchable', { blockers: ['not-paid', 'not-passed', 'hold:ask'] }))
  })

  it.each([
    { missing: 'not-paid', steps: [passed] },
    { missing: 'not-passed', steps: [paid] },
  ])('is rejected with $missing', ({ missing, steps }) => {
    given(after(packedBare, ...steps))
      .when((order) => dispatchOrder(order, {}, now))
      .then(rejected('not-dispatchable', { blockers: [missing] }))
  })

  it('is rejected on a pass of the content before the correction', () => {
    const corrected = after(packedBare, paid, passed, (order) =>
      correctOrder(order, { shippingAddress: { complement: 'fundos' } }, now),
    )
    given(corrected)
      .when((order) => dispatchOrder(order, {}, now))
      .then(rejected('not-dispatchable', { blockers: ['not-passed'] }))
  })

  it('is rejected when the total increased after payment', () => {
    const dearer = after(
      packedBare,
      paid,
      (order) => correctOrder(order, { totals: { total: 12_001 } }, now),
      passed,
    )
    given(dearer)
      .when((order) => dispatchOrder(order, {}, now))
      .then(rejected('not-dispatchable', { blockers: ['not-paid'] }))
  })

  it('dispatches a paid, passed and unheld order, without unknown carrier data', () => {
    given(after(packedBare, paid, passed))
      .when((order) => dispatchOrder(order, { trackingCode: 'AA000000005BR' }, now))
      .then([{ type: 'order.dispatched', data: { trackingCode: 'AA000000005BR' } }], (order) =>
        expect(order).not.toHaveProperty('carrier'),
      )
  })
})
