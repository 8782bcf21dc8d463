import { type ChannelOrderSnapshot, channelOrderImported } from '../../../events/channels/channel-events.ts'
import * as api from '../../../functions/orders/api.ts'
import { handler } from '../../../functions/orders/inbox.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { aPlaceOrder, fixedNow } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { cancelled, channelUpdate, example } from './channel-updates.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const ask = callerOf(api)
const show = async (externalId: string) =>
  ask<Order & { code: string }>('GET', `/orders/${orderIdOf(storeA.store, example.channel, externalId)}`)

describe('following the orders of a channel', () => {
  it('imports an order once, in any order and number of its revisions', async () => {
    const [first, second] = [channelUpdate('C-1', 1), channelUpdate('C-1', 2, { parts: cancelled })]
    expect(await deliver(handler, [first, first])).toEqual([])
    expect((await show('C-1')).body).toMatchObject({
      status: 'placed',
      version: 1,
      channelSeen: { revision: 1 },
    })
    await deliver(handler, [second])
    await deliver(handler, [first, second])
    expect((await show('C-1')).body).toMatchObject({ status: 'cancelled', reason: 'regret', version: 2 })
    await deliver(handler, [channelUpdate('C-2', 2, { parts: cancelled })])
    await deliver(handler, [channelUpdate('C-2', 1)])
    expect((await show('C-2')).body).toMatchObject({ status: 'cancelled', version: 1 })
  })

  it('finds the order that the storefront posts, in either order', async () => {
    await deliver(handler, [channelUpdate('C-3', 1)])
    const body = { ...aPlaceOrder(), channel: example.channel, externalId: 'C-3' }
    const posted = await ask<Order>('POST', '/orders', { body, headers: { 'idempotency-key': 'c-3' } })
    expect([posted.status, posted.body.id]).toEqual([200, orderIdOf(storeA.store, example.channel, 'C-3')])
  })

  it('retries an early payment, and ignores other early parts', async () => {
    const value = { status: 'approved', approvedAmount: 100, refundedAmount: 0, reference: 'mp' } as const
    const parts = { payments: { mp: { value, updatedAt: fixedNow } } }
    const { order: _, ...alone } = example
    const partly = (more: Partial<ChannelOrderSnapshot>, minutesAgo = 0) => {
      const snapshot = { ...alone, id: 'cho_4', externalId: 'C-4', version: 1, ...more }
      const occurredAt = new Date(Date.now() - minutesAgo * 60_000).toISOString()
      const event = { ...eventOf(channelOrderImported, snapshot, { externalId: 'C-4' }), occurredAt }
      return busMessage(event, 'channels')
    }
    expect(await deliver(handler, [partly({ parts })])).toEqual(['message-0'])
    expect(await deliver(handler, [partly({ parts: cancelled })])).toEqual([])
    // No order is placed: the account also receives other payments.
    expect(await deliver(handler, [partly({ parts }, 21)])).toEqual([])
    expect((await show('C-4')).status).toBe(404)
  })
})
