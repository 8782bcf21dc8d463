import { createHash } from 'node:crypto'
import * as api from '../../../functions/channels/api.ts'
import { findDelivery } from '../../../functions/channels/deliveries/delivery.store.ts'
import type { Delivery } from '../../../functions/channels/deliveries/delivery.ts'
import { unpackBody } from '../../../functions/channels/deliveries/raw-body.ts'
import { deleteSecrets } from '../../../functions/channels/platforms/credentials/secrets.client.ts'
import { callerOf } from '../../support/http.ts'
import { type ChannelFixture, secret, startChannelFixture, store } from '../support/channel-fixture.ts'
import { bodies, callingPlatforms, signed } from '../support/signed-calls.ts'

let fixture: ChannelFixture
beforeAll(async () => {
  fixture = await startChannelFixture()
})
afterAll(() => fixture.stop())

const ask = callerOf(api)
const deliveriesOf = async (connectionId: string): Promise<Delivery[]> => {
  const query = { connectionId, limit: '100' }
  return (await ask<{ items: Delivery[] }>('GET', '/channels/deliveries', { query })).body.items
}

let accounts = 0
/** A new connection to the account of the platform's sample body. */
async function connected(platform: (typeof callingPlatforms)[number]) {
  accounts += 1
  const { account, body } = bodies[platform]
  const known = await fixture.connect(platform, account)
  const call = { connectionId: known.id, ...signed[platform](secret, body, known.id) }
  return { id: known.id, body, call }
}

const flipped = (body: string | Buffer): Buffer => {
  const bytes = Buffer.from(body)
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  return bytes
}

describe.each(callingPlatforms)('a call of %s', (platform) => {
  it('is stored byte for byte with its event, in one write and no other request', async () => {
    const { id, body, call } = await connected(platform)
    fixture.operations()
    expect(await fixture.receive(platform, call)).toEqual({ status: 200, body: '{}' })
    expect(fixture.operations()).toEqual(['GetItem', 'PutItem'])
    const [delivery] = await deliveriesOf(id)
    expect(delivery).toMatchObject({ platform, connectionId: id, state: 'received', version: 1 })
    const kept = await findDelivery(store, delivery!.id)
    expect(unpackBody(kept!.body).toString()).toBe(body)
    const [item] = await fixture.table.partition(`S#${store}#DELIVERY#${delivery!.id}`)
    expect(item).toMatchObject({ outbox: { S: 'channels' }, happened: expect.anything() })
  })

  it('is stored once when it repeats', async () => {
    const { id, call } = await connected(platform)
    await fixture.receive(platform, call)
    const once = (await deliveriesOf(id)).length
    expect((await fixture.receive(platform, call)).status).toBe(200)
    const after = await deliveriesOf(id)
    // Two equal calls of Nuvemshop may be two changes, so both are stored.
    expect(after.length - once).toBe(platform === 'nuvemshop' ? 1 : 0)
    expect(after.every(({ version }) => version === 1)).toBe(true)
  })

  it('is rejected for an unknown connection like a wrong signature, without a write', async () => {
    const { call } = await connected(platform)
    const elsewhere = [
      `${store}.con_00000000000000000000000000`,
      'con_1',
      '',
      `loja-verde.${call.connectionId.split('.')[1]}`,
    ]
    fixture.operations()
    for (const connectionId of elsewhere) {
      const answer = await fixture.receive(platform, { ...call, connectionId })
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([401, 'unauthenticated'])
    }
    expect(fixture.operations()).not.toContain('PutItem')
  })

  it('is parked with the reason when its body is no JSON object', async () => {
    const { id } = await connected(platform)
    for (const body of ['', 'not json', '[]', '{"id":', '"text"', 'null', '{"id":1}\u0000']) {
      const call = { connectionId: id, ...signed[platform](secret, body, id) }
      expect((await fixture.receive(platform, call)).status).toBe(200)
    }
    const parked = (await deliveriesOf(id)).filter(({ state }) => state === 'parked')
    expect(new Set(parked.map(({ reason }) => reason?.code))).toEqual(new Set(['malformed-json']))
    expect(parked.length).toBeGreaterThanOrEqual(6)
  })
})

const signing = callingPlatforms.filter(
  (platform) => !['mercado-livre', 'vtex', 'mercado-pago'].includes(platform),
)
describe.each(signing)('a signature of %s', (platform) => {
  it('covers the exact bytes', async () => {
    const { body, call } = await connected(platform)
    fixture.operations()
    expect((await fixture.receive(platform, { ...call, body: flipped(body) })).status).toBe(401)
    expect((await fixture.receive(platform, { ...call, body: `${body} ` })).status).toBe(401)
    expect((await fixture.receive(platform, { ...call, body: body.slice(1) })).status).toBe(401)
    expect(fixture.operations()).not.toContain('PutItem')
  })

  it('covers the bytes of a body in base64', async () => {
    const { call } = await connected(platform)
    expect((await fixture.receive(platform, { ...call, base64: true })).status).toBe(200)
  })
})

describe('the size of a call', () => {
  it('is limited to one megabyte', async () => {
    const { id } = await connected('shopify')
    const big = `{"id":1,"note":"${'x'.repeat(1024 * 1024)}"}`
    const answer = await fixture.receive('shopify', { connectionId: id, ...signed.shopify(secret, big, id) })
    expect(answer.status).toBe(413)
    const fits = `{"id":1,"note":"${'x'.repeat(1000 * 1024)}"}`
    expect(
      (await fixture.receive('shopify', { connectionId: id, ...signed.shopify(secret, fits, id) })).status,
    ).toBe(200)
  })

  it('is limited to what the table stores when the body cannot be packed', async () => {
    const { id } = await connected('shopify')
    const noise = Array.from({ length: 16_000 }, (_, n) =>
      createHash('sha256').update(`${n}`).digest('base64'),
    )
    const body = JSON.stringify({ id: 1, noise: noise.join('') })
    const answer = await fixture.receive('shopify', { connectionId: id, ...signed.shopify(secret, body, id) })
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([413, 'body-too-large'])
  })
})

describe('a call that cannot be stored', () => {
  it('asks the platform to retry and returns no server error', async () => {
    const { id, call } = await connected('shopify')
    await deleteSecrets(id)
    fixture.parameters.set(`/retaguarda/test/channels/${id}`, 'no secrets')
    const answer = await fixture.receive('shopify', call)
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([503, 'busy'])
  })

  it('rejects a connection id longer than the table accepts', async () => {
    const { call } = await connected('shopify')
    const connectionId = `${store}.${'x'.repeat(3000)}`
    expect((await fixture.receive('shopify', { ...call, connectionId })).status).toBe(401)
  })
})

describe('a ping', () => {
  it('of WooCommerce is accepted unsigned, without a write', async () => {
    const { id } = await connected('woocommerce')
    fixture.operations()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const ping = { connectionId: id, headers, body: 'webhook_id=12', base64: true }
    expect((await fixture.receive('woocommerce', ping)).status).toBe(200)
    expect(fixture.operations()).toEqual(['GetItem'])
    expect((await fixture.receive('woocommerce', { ...ping, body: 'webhook_id=12&x=1' })).status).toBe(401)
  })

  it('of VTEX is accepted without a write when its secret is right', async () => {
    const { id } = await connected('vtex')
    const call = { connectionId: id, ...signed.vtex(secret, '{"hookConfig":"ping"}', id) }
    fixture.operations()
    expect((await fixture.receive('vtex', call)).status).toBe(200)
    expect(fixture.operations()).toEqual(['GetItem'])
    expect((await fixture.receive('vtex', { ...call, token: 'another' })).status).toBe(401)
    expect((await fixture.receive('vtex', { ...call, headers: {} })).status).toBe(401)
  })
})

describe('the log of a call', () => {
  it('holds no body, no path and no secret', async () => {
    const { call } = await connected('mercado-livre')
    await fixture.receive('mercado-livre', { ...call, body: '{"buyer":"maria@example.com"}' })
    const lines = fixture.logged.join('\n')
    expect(lines).toContain('POST /channels/mercado-livre/{connectionId}/{token}')
    expect(lines).not.toContain(secret)
    expect(lines).not.toContain('maria@example.com')
  })
})
