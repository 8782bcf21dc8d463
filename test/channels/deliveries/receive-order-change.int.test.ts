import * as api from '../../../functions/channels/api.ts'
import type { Delivery } from '../../../functions/channels/deliveries/delivery.ts'
import { handler } from '../../../functions/channels/deliveries/receive-order-change.event.ts'
import { callerOf } from '../../support/http.ts'
import { deliver } from '../../support/inbox.ts'
import { type ChannelFixture, startChannelFixture } from '../support/channel-fixture.ts'

let fixture: ChannelFixture
beforeAll(async () => {
  fixture = await startChannelFixture()
})
afterAll(() => fixture.stop())

const ask = callerOf(api)
const deliveriesOf = async (connectionId: string) =>
  (await ask<{ items: Delivery[] }>('GET', '/channels/deliveries', { query: { connectionId } })).body.items

const notification = (seller: string, id = 'n-1') =>
  JSON.stringify({
    NotificationType: 'ORDER_CHANGE',
    EventTime: '2026-11-24T12:00:00.000Z',
    NotificationMetadata: { NotificationId: id },
    Payload: { OrderChangeNotification: { SellerId: seller, AmazonOrderId: '903-8868176-2219830' } },
  })

describe('a notification of Amazon', () => {
  it('is stored once for the connection of its seller only', async () => {
    const [ours, other] = [await fixture.connect('amazon', 'A3TH'), await fixture.connect('amazon', 'A3TH9')]
    expect(await deliver(handler, [notification('A3TH'), notification('A3TH')])).toEqual([])
    expect(await deliver(handler, [notification('A3TH')])).toEqual([])
    expect(await deliveriesOf(ours.id)).toMatchObject([
      {
        platform: 'amazon',
        topic: 'ORDER_CHANGE',
        resource: 'orders/903-8868176-2219830',
        occurredAt: '2026-11-24T12:00:00.000Z',
        state: 'received',
      },
    ])
    expect(await deliveriesOf(other.id)).toEqual([])
  })

  it('returns to the queue without a connection, and the rest of the batch is stored', async () => {
    const { id } = await fixture.connect('amazon', 'B1')
    const failed = await deliver(handler, [notification('Z9'), notification('B1', 'n-2'), 'not json', '{}'])
    expect(failed).toEqual(['message-0', 'message-2', 'message-3'])
    expect(await deliveriesOf(id)).toHaveLength(1)
  })
})
