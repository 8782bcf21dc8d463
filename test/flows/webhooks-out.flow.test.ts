import { eventually } from '../support/eventually.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'
import { isSigned, startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

let suite: Suite
let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await startWebhookReceiver()
  suite = await startSuite()
})
afterAll(async () => {
  await suite.stop()
  await receiver.stop()
})

const store = 'loja-azul'
const path = '/channels/subscriptions'
let keys = 0
const subscribe = async (eventTypes: readonly string[]) => {
  const { status, body } = await suite.call(store, 'POST', path, {
    body: { url: receiver.url, eventTypes },
    headers: { 'idempotency-key': `subscribe-${(keys += 1)}` },
  })
  expect(status).toBe(201)
  return body as { readonly id: string; readonly version: number; readonly secret: string }
}
const logOf = async (id: string) => (await suite.call(store, 'GET', `${path}/${id}/deliveries`)).body.items

describe('webhooks out', () => {
  it('deliver the events of an order and retry after a 500 by schedule', async () => {
    const { id, secret } = await subscribe(['order.placed', 'order.passed'])
    receiver.answers.push({ status: 500 })
    const order = await suite.place(store, freshOrder())
    await suite.cloud.idle()
    await eventually('both events', () => receiver.received.length === 2)
    await suite.cloud.idle()
    const before = await logOf(id)
    expect(before.map(({ status }: { status: string }) => status).sort()).toEqual(['delivered', 'pending'])
    suite.cloud.clock.advance(7000)
    await eventually('the second try', () => receiver.received.length === 3)
    await suite.cloud.idle()
    expect((await logOf(id)).map(({ status }: { status: string }) => status)).toEqual([
      'delivered',
      'delivered',
    ])
    const [first, , last] = receiver.received
    expect(last?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(last?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp'])
    expect(receiver.received.every((one) => isSigned(one, secret))).toBe(true)
    const events = receiver.received.map(({ body }) => JSON.parse(body))
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['order.placed', 'order.passed']))
    expect(new Set(events.map(({ aggregate }) => aggregate.id))).toEqual(new Set([order.id]))
  })

  it('deliver no event of another store', async () => {
    const before = receiver.received.length
    await suite.place('loja-verde', freshOrder())
    await suite.cloud.idle()
    expect(receiver.received).toHaveLength(before)
  })
})
