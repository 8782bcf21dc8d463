import { randomUUID } from 'node:crypto'
import { eventually } from '../support/eventually.ts'
import { type Sandboxes, startSandboxes } from '../support/sandboxes/sandboxes.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'

const store = 'loja-azul'
let sandboxes: Sandboxes
let suite: Suite
beforeAll(async () => {
  sandboxes = await startSandboxes()
  suite = await startSuite({ variables: { CHANNEL_SANDBOXES: JSON.stringify(sandboxes.urls) } })
})
afterAll(async () => {
  await suite.stop()
  await sandboxes.stop()
})

async function connect(body: object): Promise<string> {
  const headers = { 'idempotency-key': randomUUID() }
  const reply = await suite.call(store, 'POST', '/channels/connections', { body, headers })
  expect(reply.status).toBe(201)
  return reply.body.id as string
}

const statusOf = async (connection: string) =>
  (await suite.call(store, 'GET', `/channels/connections/${connection}`)).body

const saleAt = (id: string, minutesAgo: number) => {
  const date = new Date(Date.now() - minutesAgo * 60_000).toISOString()
  return (
    `{"id":${id},"status":"paid","date_created":"${date}","last_updated":"${date}","currency_id":"BRL",` +
    '"total_amount":59.90,"order_items":[{"item":{"id":"MLB1","title":"Caneca","seller_sku":"CAN"},' +
    '"quantity":1,"unit_price":59.90,"currency_id":"BRL"}],"payments":[{"id":1,"status":"approved",' +
    '"transaction_amount":59.90}],"seller":{"id":77},"buyer":{"id":5,"nickname":"ANA"}}'
  )
}

/** The order imported from a sale, found by its external id. */
async function imported(externalId: string) {
  const { body } = await suite.call(store, 'GET', '/orders?limit=100')
  return body.items.find((order: { externalId: string }) => order.externalId === externalId)
}

describe('a connection to Mercado Livre', () => {
  const secret = 'a-random-part-of-the-url'
  let connection: string

  it('fetches the order of a notification and refreshes an expired token', async () => {
    connection = await connect({
      platform: 'mercado-livre',
      account: '77',
      secrets: {
        webhook: secret,
        accessToken: 'APP_USR-sandbox-0',
        refreshToken: 'TG-sandbox-0',
        clientId: '550',
        clientSecret: 'sandbox-secret',
      },
    })
    const id = '2000009713473608123'
    sandboxes.put('mercado-livre', `/orders/${id}`, saleAt(id, 0))
    sandboxes.disturb('mercado-livre', { kind: 'expired' })
    sandboxes.disturb('mercado-livre', { kind: 'partial', missing: ['feedback'] }, `/orders/${id}`)
    const url = `${suite.cloud.endpoints.api}/channels/mercado-livre/${connection}/${secret}`
    const notification = { resource: `/orders/${id}`, user_id: 77, topic: 'orders_v2', attempts: 1 }
    const reply = await fetch(url, { method: 'POST', body: JSON.stringify(notification) })
    expect(reply.status).toBe(200)
    await suite.cloud.idle()
    expect(await imported(id)).toMatchObject({ channel: 'mercado-livre', totals: { total: 5990 } })
    expect(sandboxes.state('mercado-livre').refreshes).toBe(1)
    const { activity } = await statusOf(connection)
    expect(activity).toMatchObject({ waiting: 0, lagSeconds: 0, lastDeliveryAt: expect.any(String) })
    expect(activity.lastError).toBeUndefined()
  })

  it('polls a sale without a notification', async () => {
    const id = '2000009713473608999'
    sandboxes.put('mercado-livre', `/orders/${id}`, saleAt(id, 0))
    suite.cloud.schedules.fireNow(suite.cloud.schedules.names.find((name) => /poll/i.test(name)) ?? '')
    await eventually(
      'the poll has run',
      async () => (await statusOf(connection)).activity.polledTo !== undefined,
    )
    await suite.cloud.idle()
    expect(await imported(id)).toMatchObject({ externalId: id })
    expect((await statusOf(connection)).activity).toMatchObject({ lastPollFound: 1, waiting: 0 })
  })

  it('never returns or logs its secrets', async () => {
    const shown = JSON.stringify(await statusOf(connection))
    const logged = suite.cloud.logs.lines.map(({ line }) => line).join('\n')
    for (const hidden of [secret, 'sandbox-secret', 'TG-sandbox', 'APP_USR-sandbox'])
      expect([shown.includes(hidden), logged.includes(hidden)]).toEqual([false, false])
  })
})

describe('a connection to a private address', () => {
  it('is rejected', async () => {
    const body = {
      platform: 'woocommerce',
      account: '169.254.169.254',
      secrets: { webhook: 'a secret of it'.replaceAll(' ', '-') },
    }
    const headers = { 'idempotency-key': randomUUID() }
    const reply = await suite.call(store, 'POST', '/channels/connections', { body, headers })
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid-request'])
  })
})
