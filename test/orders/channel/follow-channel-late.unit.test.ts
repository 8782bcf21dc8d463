import type { CanonicalOrder } from '../../../events/channels/channel-schema.ts'
import { channelUpdate } from '../../../functions/orders/channel/channel-update.ts'
import { followChannel, importOrder } from '../../../functions/orders/channel/follow-channel.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { given } from '../../support/given.ts'
import { anAddress, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'

const { customer, shippingAddress, lines, totals } = aPlaceOrder()

/** A channel's update in one revision, after the order was already reported as dispatched. */
const updateOf = (revision: number, more: Partial<CanonicalOrder>) =>
  channelUpdate({
    id: 'cho_1',
    store: 'loja-azul',
    version: revision,
    connectionId: 'loja-azul.con_1',
    platform: 'shopify',
    channel: 'shopify',
    externalId: '900',
    raw: 'del_1',
    unknown: [],
    parts: { shipments: { p: { value: { externalId: 'p', status: 'shipped' }, updatedAt: fixedNow } } },
    order: {
      externalId: '900',
      status: 'received',
      platformStatus: 'pending',
      updatedAt: fixedNow,
      placedAt: fixedNow,
      customer,
      shippingAddress,
      lines,
      currency: 'BRL',
      totals,
      payment: { status: 'pending', approvedAmount: 0, refundedAmount: 0 },
      ...more,
    },
  })

const left = (): Order => {
  const decision = importOrder(updateOf(2, {}), 'loja-azul', fixedNow)
  if (decision?.next.status !== 'dispatched') throw new Error('an order that has left was expected')
  return decision.next
}
const follow = (more: Partial<CanonicalOrder>) => (order: Order) =>
  followChannel(order, updateOf(3, more), later(5))

describe('a channel’s update of a dispatched order', () => {
  it('pays the order', () => {
    const payment = {
      status: 'approved',
      approvedAmount: totals.total,
      refundedAmount: 0,
      approvedAt: fixedNow,
    } as const
    given(left())
      .when(follow({ payment }))
      .then([{ type: 'order.paid', data: { amount: totals.total } }], (order) =>
        expect(order).toMatchObject({ status: 'dispatched', payment }),
      )
  })

  it('records the tracking code', () => {
    given(left())
      .when(follow({ shippingAddress: anAddress({ number: '2' }) }))
      .then(
        [{ type: 'order.changed', data: { fields: ['shippingAddress.number'], repack: false } }],
        (order) => expect(order).toMatchObject({ status: 'dispatched', shippingAddress: { number: '2' } }),
      )
  })
})
