import { commitConnection, findConnection } from '../../../functions/channels/connections/connection.store.ts'
import { type Connection, connect, pause } from '../../../functions/channels/connections/connection.ts'
import { findDelivery } from '../../../functions/channels/deliveries/delivery.store.ts'
import { type Delivery, deliveryId } from '../../../functions/channels/deliveries/delivery.ts'
import { recordFacts } from '../../../functions/channels/deliveries/facts.store.ts'
import { unpackBody } from '../../../functions/channels/deliveries/raw-body.ts'
import { readDelivery } from '../../../functions/channels/deliveries/read-delivery.usecase.ts'
import { saveDelivery } from '../../../functions/channels/deliveries/save-delivery.usecase.ts'
import { writeSecrets } from '../../../functions/channels/platforms/credentials/secrets.client.ts'
import { mercadoLivre } from '../../../functions/channels/platforms/mercado-livre/receiver.ts'
import { findPoll, newestDeliveries } from '../../../functions/channels/polling/poll.store.ts'
import { handler as pollConnections } from '../../../functions/channels/polling/poll-connections.cron.ts'
import { cause } from '../../support/cause.ts'
import { platformSandboxes, type SandboxName } from '../../support/sandboxes/sandboxes.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import { type FetchFixture, startFetchFixture } from '../platforms/fetch-fixture.ts'

let suite: SuiteFixture
let fixture: FetchFixture
beforeEach(async () => {
  suite = await startSuiteFixture()
  fixture = await startFetchFixture()
})
afterEach(async () => {
  await Promise.all([suite.stop(), fixture.stop()])
})

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** An account connected two hours ago. */
async function connected(
  platform: SandboxName,
  account: string,
  { settings = {}, connectedAt = minutesAgo(120) } = {},
): Promise<Connection> {
  const decision = connect(undefined, { platform, account, settings }, 'loja-azul', connectedAt)
  await writeSecrets(decision.next.id, {
    current: 'a webhook secret',
    ...platformSandboxes[platform].credentials,
  })
  await commitConnection(decision, cause, connectedAt)
  return decision.next
}

let runs = 0
const run = () => {
  runs += 1
  return pollConnections({ id: `run-${runs}` })
}
const found = async ({ store, id }: Connection) => (await newestDeliveries(store, id, 100)).toReversed()

/** Reads a saved delivery as the inbox does. */
async function read(connection: Connection, { id }: Delivery) {
  const kept = await findDelivery(connection.store, id)
  return readDelivery(connection, kept!.delivery, unpackBody(kept!.body))
}

const person = { first_name: 'Ana', last_name: 'Lima', address_1: 'Rua A, 1', city: 'Recife', state: 'PE' }
const wooOrder = (id: string, modified: string, total = '10.10') =>
  `{"id":${id},"status":"processing","currency":"BRL","date_created_gmt":"${modified.slice(0, 19)}",` +
  `"date_modified_gmt":"${modified.slice(0, 19)}","total":"${total}","shipping_total":"0.00",` +
  `"billing":${JSON.stringify(person)},"shipping":${JSON.stringify(person)},` +
  `"line_items":[{"id":1,"name":"Caneca","sku":"CAN","quantity":1,"price":${total},"subtotal":"${total}","total":"${total}"}]}`

describe('a poll', () => {
  it('saves a missed order to the digit, and only once', async () => {
    const shop = await connected('woocommerce', 'loja.example')
    const path = '/wp-json/wc/v3/orders/18446744073709551'
    fixture.sandboxes.put('woocommerce', path, wooOrder('18446744073709551', minutesAgo(30)))
    fixture.sandboxes.put('woocommerce', '/wp-json/wc/v3/orders/2', wooOrder('2', minutesAgo(60 * 24)))
    await run()
    const [one, ...others] = await found(shop)
    expect(others).toEqual([])
    expect(one).toMatchObject({ state: 'received', topic: 'order.updated', polled: true })
    expect(await read(shop, one!)).toMatchObject({
      mapped: { facts: [{ order: { externalId: '18446744073709551', totals: { total: 1010 } } }] },
    })
    await run()
    expect(await found(shop)).toHaveLength(1)
    expect(await findPoll(shop.store, shop.id)).toMatchObject({ found: 0, version: 2 })
  })

  it('skips existing versions and saves newer ones', async () => {
    const shop = await connected('woocommerce', 'loja.example')
    const put = (modified: string, total: string) =>
      fixture.sandboxes.put('woocommerce', '/wp-json/wc/v3/orders/7', wooOrder('7', modified, total))
    put(minutesAgo(20), '10.00')
    await run()
    const [first] = await found(shop)
    const outcome = await read(shop, first!)
    if (!('mapped' in outcome)) throw new Error('No order was mapped.')
    await recordFacts(
      outcome.mapped.facts,
      { connection: shop, raw: first!.id, unknown: [] },
      cause,
      minutesAgo(0),
    )
    await run()
    expect(await found(shop)).toHaveLength(1)
    put(minutesAgo(1), '12.00')
    await run()
    expect(await found(shop)).toHaveLength(2)
  })

  it('reads all pages of Shopify', async () => {
    const shop = await connected('shopify', 'loja-azul')
    for (let id = 1; id <= 101; id += 1)
      fixture.sandboxes.put('shopify', `/admin/orders/${id}`, { id, updated_at: minutesAgo(60) })
    await run()
    expect(await findPoll(shop.store, shop.id)).toMatchObject({ found: 101 })
    expect(fixture.sandboxes.requests('shopify')).toHaveLength(2)
  })

  it('finds orders at Nuvemshop, where an empty list is 404', async () => {
    const shop = await connected('nuvemshop', '271146')
    await run()
    expect(await findPoll(shop.store, shop.id)).toMatchObject({ found: 0 })
    const order = { id: 450789469, updated_at: minutesAgo(2) }
    fixture.sandboxes.put('nuvemshop', '/v1/271146/orders/450789469', order)
    await run()
    expect(await found(shop)).toMatchObject([{ topic: 'order/updated', resource: '450789469' }])
  })

  it('finds new orders of VTEX in the list and changes in the feed, which it empties', async () => {
    const shop = await connected('vtex', 'lojaazul')
    const order = { orderId: 'v1-01', status: 'handling', creationDate: minutesAgo(10) }
    fixture.sandboxes.put('vtex', '/api/oms/pvt/orders/v1-01', order)
    const change = { domain: 'Fulfillment', state: 'invoiced', orderId: 'v0-01', lastChange: minutesAgo(5) }
    const feed = Array.from({ length: 12 }, (_, n) => ({ ...change, orderId: `v0-${n}`, handle: `h${n}` }))
    fixture.sandboxes.put('vtex', '/api/orders/feed', feed)
    await run()
    const topics = (await found(shop)).map(({ topic }) => topic)
    expect(topics.filter((topic) => topic === 'invoiced')).toHaveLength(12)
    expect(topics.filter((topic) => topic === 'handling')).toHaveLength(1)
    expect(fixture.sandboxes.state('vtex').documents.get('/api/orders/feed')).toBe('[]')
  })

  it('recovers notifications that Mercado Livre gave up, with the ids of their calls', async () => {
    const account = await connected('mercado-livre', '77')
    const message = (n: number) => ({
      resource: `/questions/${n}`,
      topic: 'questions',
      user_id: 77,
      received: minutesAgo(n),
      sent: minutesAgo(n),
    })
    const [received, lost] = [message(40), message(50)]
    const call = {
      requestId: 'r',
      url: 'https://api.example/channels/mercado-livre',
      headers: {},
      query: {},
      token: undefined,
      body: Buffer.from(JSON.stringify(received)),
    }
    const described = mercadoLivre.describe(call, account)
    await saveDelivery(account, described, call.body, { requestId: 'r', now: minutesAgo(39) })
    const strangers = { ...message(60), user_id: 78 }
    fixture.sandboxes.put('mercado-livre', '/missed_feeds', { messages: [received, lost, strangers] })
    const order = { id: 2000009713473608, last_updated: minutesAgo(15) }
    fixture.sandboxes.put('mercado-livre', `/orders/${order.id}`, order)
    await run()
    const deliveries = await found(account)
    expect(deliveries.map(({ resource, polled = false }) => [resource, polled]).toSorted()).toEqual([
      ['/orders/2000009713473608', true],
      ['/questions/40', false],
      ['/questions/50', true],
    ])
    expect(deliveries.map(({ id }) => id)).toContain(deliveryId(account, described.dedupeKey))
  })

  it('records a failure on its connection, stops no other and catches up later', async () => {
    const [bad, good] = [await connected('shopify', 'loja-ruim'), await connected('nuvemshop', '271146')]
    const { tokens } = fixture.sandboxes.state('shopify')
    tokens.clear()
    fixture.sandboxes.put('shopify', '/admin/orders/1', { id: 1, updated_at: minutesAgo(60) })
    fixture.sandboxes.put('nuvemshop', '/v1/271146/orders/1', { id: 1, updated_at: minutesAgo(2) })
    await run()
    expect(await findPoll(bad.store, bad.id)).toMatchObject({ failure: { code: 'platform-refused' } })
    expect(await found(good)).toHaveLength(1)
    tokens.add('shpat_sandbox')
    await run()
    expect(await found(bad)).toHaveLength(1)
    expect((await findPoll(bad.store, bad.id))?.failure).toBeUndefined()
  })

  it('skips a paused connection', async () => {
    const shop = await connected('nuvemshop', '271146')
    await commitConnection(pause(shop, minutesAgo(1)), cause, minutesAgo(1))
    await run()
    expect(fixture.sandboxes.requests('nuvemshop')).toEqual([])
  })
})

describe('a connection that falls silent', () => {
  it('is reported once, although polls still find orders', async () => {
    const long = { settings: { 'silent-after-hours': '1' } }
    const shop = await connected('nuvemshop', '271146', long)
    fixture.sandboxes.put('nuvemshop', '/v1/271146/orders/1', { id: 1, updated_at: minutesAgo(2) })
    await run()
    expect(await findConnection(shop.id)).toMatchObject({ version: 2, status: 'live' })
    await run()
    expect(await findConnection(shop.id)).toMatchObject({ version: 2 })
    // The platform's last call is too long ago.
    const described = { dedupeKey: 'call', topic: 'order/paid', resource: '1' }
    const call = { requestId: 'r', now: minutesAgo(61) }
    await saveDelivery((await findConnection(shop.id))!, described, Buffer.from('{}'), call)
    await run()
    expect(await findConnection(shop.id)).toMatchObject({ version: 3 })
  })

  it('is not reported while calls arrive', async () => {
    const shop = await connected('nuvemshop', '271146', { settings: { 'silent-after-hours': '1' } })
    const described = { dedupeKey: 'call', topic: 'order/paid', resource: '1' }
    await saveDelivery(shop, described, Buffer.from('{}'), { requestId: 'r', now: minutesAgo(10) })
    await run()
    expect(await findConnection(shop.id)).toMatchObject({ version: 1 })
  })
})
