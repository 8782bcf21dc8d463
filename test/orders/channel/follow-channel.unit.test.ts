import type { ChannelOrderSnapshot } from '../../../events/channels/channel-events.ts'
import type { CanonicalOrder } from '../../../events/channels/channel-schema.ts'
import { channelUpdate } from '../../../functions/orders/channel/channel-update.ts'
import { followChannel, importOrder } from '../../../functions/orders/channel/follow-channel.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import { placeHold, releaseHold } from '../../../functions/orders/holds/order-holds.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { dispatchOrder } from '../../../functions/orders/progress/order-progress.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { given } from '../../support/given.ts'
import { anAddress, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'

const store = 'loja-azul'
const { customer, shippingAddress, lines, totals } = aPlaceOrder()

const canonical = (more: Partial<CanonicalOrder> = {}): CanonicalOrder => ({
  externalId: '2000003508897196',
  status: 'received',
  platformStatus: 'confirmed',
  updatedAt: fixedNow,
  placedAt: fixedNow,
  customer,
  shippingAddress,
  lines: lines.map((line) => ({ ...line, lineId: '9', listingId: 'MLB1' })),
  currency: 'BRL',
  totals,
  payment: { status: 'pending', approvedAmount: 0, refundedAmount: 0 },
  ...more,
})

/** A channel's update in one revision. */
const updateOf = (
  revision: number,
  order?: Partial<CanonicalOrder>,
  parts: ChannelOrderSnapshot['parts'] = {},
) =>
  channelUpdate({
    id: 'cho_1',
    store,
    version: revision,
    connectionId: 'loja-azul.con_1',
    platform: 'mercado-livre',
    channel: 'mercado-livre',
    externalId: '2000003508897196',
    raw: 'del_1',
    ...(order === undefined ? {} : { order: canonical(order) }),
    parts,
    unknown: [],
  })

const approved = {
  status: 'approved',
  approvedAmount: totals.total,
  refundedAmount: 0,
  reference: 'p1',
} as const
const imported = (order: Partial<CanonicalOrder> = {}, revision = 1): Order => {
  const decision = importOrder(updateOf(revision, order), store, fixedNow)
  if (decision === undefined) throw new Error('a complete order is imported')
  return decision.next
}
const follow = (update: ReturnType<typeof updateOf>) => (order: Order) =>
  followChannel(order, update, later(5))
const types = (order: Order, update: ReturnType<typeof updateOf>) =>
  followChannel(order, update, later(5)).events.map(({ type }) => type)

describe('importing an order from a channel', () => {
  it('places the order like a storefront, in its first version', () => {
    const decision = importOrder(updateOf(3, {}), store, later(5))
    expect(decision?.events).toEqual([{ type: 'order.placed', data: {} }])
    expect(decision?.next).toMatchObject({
      id: orderIdOf(store, 'mercado-livre', '2000003508897196'),
      version: 1,
      contentVersion: 1,
      status: 'placed',
      lines,
      totals,
      payment: { status: 'pending' },
      channelSeen: { revision: 3 },
    })
  })

  it('imports payment, shipment and delivery in one version', () => {
    const shipments = [{ status: 'delivered', carrier: 'Loggi', trackingCode: 'AA1' } as const]
    const decision = importOrder(
      updateOf(1, { status: 'delivered', payment: approved, shipments }),
      store,
      fixedNow,
    )
    expect(decision?.events.map(({ type }) => type)).toEqual([
      'order.placed',
      'order.paid',
      'order.dispatched',
      'order.delivered',
    ])
    expect(decision?.next).toMatchObject({
      version: 1,
      status: 'delivered',
      carrier: 'Loggi',
      trackingCode: 'AA1',
    })
  })

  it('cancels an order that the channel cancelled', () => {
    const cancellation = { state: 'done', requestedBy: 'buyer', reason: 'regret' } as const
    expect(imported({ status: 'cancelled', cancellation })).toMatchObject({
      status: 'cancelled',
      reason: 'buyer: regret',
    })
  })

  it('places no order for parts alone', () => {
    expect(importOrder(updateOf(1), store, fixedNow)).toBeUndefined()
  })
})

describe('a newer update of a channel', () => {
  it('pays the order once', () => {
    given(imported())
      .when(follow(updateOf(2, { status: 'paid', payment: approved })))
      .then([{ type: 'order.paid', data: { amount: totals.total } }], (order) =>
        expect(order.payment).toMatchObject({ status: 'approved', reference: 'p1' }),
      )
    const paid = imported({ payment: approved })
    expect(types(paid, updateOf(2, { status: 'paid', payment: approved }))).toEqual([
      'order.channel-followed',
    ])
  })

  it('pays the increase of the total, and each single payment of a provider', () => {
    const half = Math.floor(totals.total / 2)
    const partly = imported({ payment: { ...approved, approvedAmount: half } })
    const whole = followChannel(partly, updateOf(2, { payment: { ...approved, reference: 'p2' } }), later(5))
    expect(whole.next.payment).toMatchObject({ approvedAmount: totals.total, reference: 'p2' })
    const value = { ...approved, reference: 'mp-1' }
    const payments = { 'mp-1': { value, updatedAt: fixedNow } }
    const paidOrder = followChannel(imported(), updateOf(2, undefined, { payments }), later(5))
    expect(paidOrder.next.payment).toMatchObject({ approvedAmount: totals.total, reference: 'mp-1' })
    expect(types(paidOrder.next, updateOf(3, undefined, { payments }))).toEqual(['order.channel-followed'])
  })

  it('records each refund once, reported with the order or apart', () => {
    const refund = (id: string) => ({ externalId: id, amount: 1000, at: fixedNow, returnsGoods: false })
    const refunds = {
      r2: { value: refund('r2'), updatedAt: fixedNow },
      r1: { value: refund('r1'), updatedAt: fixedNow },
    }
    const order = imported({ payment: approved })
    const decision = followChannel(
      order,
      updateOf(2, { payment: approved, refunds: [refund('r1')] }, { refunds }),
      later(5),
    )
    expect(decision.events).toEqual([{ type: 'order.refunded', data: { amount: 2000 } }])
  })

  it('changes the content where the channel changed it, and only there', () => {
    const fixed = correctOrder(imported(), { customer: { phone: '+5511999990000' } }, later(1)).next
    const moved = anAddress({ number: '999' })
    given(fixed)
      .when(follow(updateOf(2, { shippingAddress: moved })))
      .then(
        [{ type: 'order.changed', data: { fields: ['shippingAddress.number'], repack: false } }],
        (order) => {
          expect(order.customer.phone).toBe('+5511999990000')
          expect(order.contentVersion).toBe(order.version)
        },
      )
  })

  it('removes fields that the channel no longer reports', () => {
    const order = imported({ dispatchBy: later(60), shippingAddress: anAddress({ complement: 'ap 1' }) })
    const { next } = followChannel(order, updateOf(2, {}), later(5))
    expect([next.dispatchBy, next.shippingAddress.complement]).toEqual([
      undefined,
      shippingAddress.complement,
    ])
  })

  it('follows an order that the storefront placed, without changing its content', () => {
    const placed = placeOrder(
      { ...aPlaceOrder(), channel: 'mercado-livre', externalId: '2000003508897196' },
      store,
      fixedNow,
    ).next
    const other = { customer: { name: 'Another' } }
    given(placed)
      .when(follow(updateOf(1, other)))
      .then([{ type: 'order.channel-followed', data: { revision: 1 } }], (order) =>
        expect(order.customer).toEqual(placed.customer),
      )
  })

  it('changes nothing unless it is newer', () => {
    const order = imported({}, 4)
    for (const revision of [1, 3, 4])
      given(order)
        .when(follow(updateOf(revision, { status: 'cancelled' })))
        .then([])
  })
})

describe('a channel’s update of a held order', () => {
  const held = placeHold(
    imported({ payment: approved }),
    { code: 'cpf', reason: 'r', placedBy: 'quality' },
    fixedNow,
  ).next

  it('never releases the hold', () => {
    const updates = [
      updateOf(2, { status: 'paid', payment: approved }),
      updateOf(2, { status: 'shipped', payment: approved, shipments: [{ status: 'shipped' }] }),
      updateOf(2, { status: 'delivered', payment: approved }),
      updateOf(2, { payment: approved, customer: { ...customer, document: '529.982.247-25' } }),
      updateOf(2, { status: 'cancelled', payment: approved }),
    ]
    for (const update of updates)
      expect(followChannel(held, update, later(5)).next.holds).toContainEqual(held.holds[0])
  })

  it('does not dispatch the order, and publishes the conflict once', () => {
    const update = updateOf(2, { status: 'shipped', payment: approved, shipments: [{ status: 'shipped' }] })
    given(held)
      .when(follow(update))
      .then([{ type: 'order.channel-conflict', data: { says: 'shipped', revision: 2 } }], (order) => {
        expect(order.status).toBe('placed')
        expect(types(order, { ...update, revision: 3 })).toEqual(['order.channel-followed'])
      })
  })
})

describe('a hold that a channel asks for', () => {
  it('places the hold once, even after its release', () => {
    const update = updateOf(2, { doNotShip: 'fraud_risk_detected' })
    const { next, events } = followChannel(imported(), update, later(5))
    expect(events).toEqual([
      { type: 'order.held', data: { code: 'channel-do-not-ship', reason: 'fraud_risk_detected' } },
    ])
    const released = releaseHold(
      next,
      { code: 'channel-do-not-ship', reason: 'ok', releasedBy: 'ana' },
      later(6),
    ).next
    expect(types(released, { ...update, revision: 3 })).toEqual(['order.channel-followed'])
  })

  it('places a hold for a requested cancellation', () => {
    const cancellation = { state: 'requested', reason: 'changed mind' } as const
    const { next } = followChannel(imported(), updateOf(2, { status: 'cancelling', cancellation }), later(5))
    expect(next.status).toBe('placed')
    expect(next.holds).toMatchObject([{ code: 'cancellation-requested', reason: 'changed mind' }])
  })
})

describe('a cancellation at the channel', () => {
  const cancelled = updateOf(2, undefined, {
    cancellation: { value: { state: 'done', reason: 'gone' }, updatedAt: fixedNow },
  })

  it('cancels an open order, held or not', () => {
    given(imported())
      .when(follow(cancelled))
      .then([{ type: 'order.cancelled', data: { reason: 'gone' } }])
  })

  it('publishes a conflict for a dispatched order', () => {
    const packed: Order = { ...imported({ payment: approved }), status: 'packed', packedAt: fixedNow }
    expect(() => dispatchOrder(packed, {}, fixedNow)).toThrow('not-passed')
    const left = imported({ status: 'shipped', payment: approved, shipments: [{ status: 'shipped' }] })
    given(left)
      .when(follow(cancelled))
      .then([{ type: 'order.channel-conflict', data: { says: 'cancelled', revision: 2 } }], (order) =>
        expect(order.status).toBe('dispatched'),
      )
  })
})

describe('a shipment at the channel', () => {
  const shipped = { status: 'shipped', trackingCode: 'AA1' } as const

  it('dispatches, delivers and returns the order, with its tracking code', () => {
    const order = imported({ payment: approved })
    const left = followChannel(order, updateOf(2, { payment: approved, shipments: [shipped] }), later(5))
    expect(left.next).toMatchObject({ status: 'dispatched', trackingCode: 'AA1', version: 2 })
    const arrived = followChannel(
      left.next,
      updateOf(3, { payment: approved, status: 'delivered' }),
      later(6),
    )
    expect(arrived.next.status).toBe('delivered')
    const back = followChannel(arrived.next, updateOf(4, { payment: approved, status: 'returned' }), later(7))
    expect(back.next).toMatchObject({ status: 'returned', version: 4 })
  })

  it('never moves an order back', () => {
    const order = imported({ status: 'delivered', payment: approved })
    given(order)
      .when(follow(updateOf(2, { payment: approved, shipments: [shipped] })))
      .then([{ type: 'order.channel-followed', data: { revision: 2 } }], ({ status }) =>
        expect(status).toBe('delivered'),
      )
  })
})

describe('deadlines reported apart from an order', () => {
  const deadlines = (dispatchBy: string) => ({ deadlines: { value: { dispatchBy }, updatedAt: fixedNow } })
  const placed = placeOrder({ ...aPlaceOrder(), dispatchBy: undefined }, store, fixedNow).next

  it('set the order’s deadlines, and change with the channel', () => {
    const first = followChannel(placed, updateOf(1, undefined, deadlines(later(60))), later(5))
    expect(first.events).toMatchObject([{ type: 'order.changed', data: { fields: ['dispatchBy'] } }])
    const second = followChannel(first.next, updateOf(2, undefined, deadlines(later(90))), later(6))
    expect(second.next).toMatchObject({ dispatchBy: later(90), version: 3 })
  })

  it('leave a correction unless the channel changes the deadline', () => {
    const first = followChannel(placed, updateOf(1, undefined, deadlines(later(60))), later(5)).next
    const corrected = correctOrder(first, { dispatchBy: later(30) }, later(6)).next
    const same = followChannel(corrected, updateOf(2, undefined, deadlines(later(60))), later(7))
    expect(same.next.dispatchBy).toBe(later(30))
    expect(
      followChannel(same.next, updateOf(3, undefined, deadlines(later(90))), later(8)).next.dispatchBy,
    ).toBe(later(90))
  })
})
