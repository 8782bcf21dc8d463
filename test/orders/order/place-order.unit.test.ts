import { blockers } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { aPlaceOrder, fixedNow, later } from '../../support/orders.ts'

describe('placing an order', () => {
  it('makes the first version and order.placed, not ready for dispatch', () => {
    const command = aPlaceOrder()
    const { next, events } = placeOrder(command, 'loja-azul', later(5))
    expect(events).toEqual([{ type: 'order.placed', data: {} }])
    expect(next).toEqual({
      ...command,
      id: orderIdOf('loja-azul', command.channel, command.externalId),
      store: 'loja-azul',
      status: 'placed',
      version: 1,
      contentVersion: 1,
      holds: [],
      updatedAt: later(5),
    })
    expect(blockers(next)).toEqual(['not-paid', 'not-passed'])
  })

  it('uses the current time and no deadlines when the channel reports none', () => {
    const { placedAt: _, dispatchBy: __, deliverBy: ___, ...command } = aPlaceOrder()
    const { next } = placeOrder(command, 'loja-azul', fixedNow)
    expect(next.placedAt).toBe(fixedNow)
    expect(next).not.toHaveProperty('dispatchBy')
    expect(next).not.toHaveProperty('deliverBy')
  })

  it('derives a distinct id from store, channel and external id', () => {
    const id = orderIdOf('loja-azul', 'loja-propria', '1001')
    expect(id).toMatch(/^ord_[0-9a-hjkmnp-tv-z]{26}$/)
    expect(orderIdOf('loja-azul', 'loja-propria', '1001')).toBe(id)
    const others = [
      orderIdOf('loja-verde', 'loja-propria', '1001'),
      orderIdOf('loja-azul', 'mercado', '1001'),
      orderIdOf('loja-azul', 'loja-propria', '1002'),
      orderIdOf('loja-azul', 'loja-propri', 'a1001'),
    ]
    expect(new Set([id, ...others]).size).toBe(5)
  })
})
