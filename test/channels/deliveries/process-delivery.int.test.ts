import { connectionResumed, deliveryReceived } from '../../../events/channels/channel-events.ts'
import * as api from '../../../functions/channels/api.ts'
import type { Connection } from '../../../functions/channels/connections/connection.ts'
import type { ChannelOrder } from '../../../functions/channels/deliveries/channel-order.ts'
import type { Delivery } from '../../../functions/channels/deliveries/delivery.ts'
import { handler } from '../../../functions/channels/inbox.ts'
import { stateOf } from '../../../shared/table/aggregate.ts'
import { callerOf, ifMatch, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { type ChannelFixture, secret, startChannelFixture, store } from '../support/channel-fixture.ts'
import { signed } from '../support/signed-calls.ts'

let fixture: ChannelFixture
beforeAll(async () => {
  fixture = await startChannelFixture()
})
afterAll(() => fixture.stop())

const ask = callerOf(api)
const list = async (query: Record<string, string>) =>
  (await ask<{ items: Delivery[] }>('GET', '/channels/deliveries', { query })).body.items
const showDelivery = async (id: string) => (await ask<Delivery>('GET', `/channels/deliveries/${id}`)).body
const process = (delivery: Delivery) =>
  deliver(handler, [busMessage(eventOf(deliveryReceived, delivery, {}), 'channels')])

const person = {
  first_name: 'Maria',
  last_name: 'Souza',
  address_1: 'Avenida Paulista, 1578',
  city: 'São Paulo',
  state: 'SP',
  postcode: '01310-200',
}
const order = (modified: string, more: object = {}) =>
  JSON.stringify({
    id: 727,
    status: 'processing',
    currency: 'BRL',
    date_created_gmt: '2026-11-24T11:00:00',
    date_modified_gmt: modified,
    total: '39.90',
    shipping_total: '0.00',
    billing: person,
    shipping: person,
    line_items: [
      { id: 1, name: 'Caneca', sku: 'CAN', quantity: 1, price: 39.9, subtotal: '39.90', total: '39.90' },
    ],
    ...more,
  })

let accounts = 0
const connect = async () => {
  accounts += 1
  return fixture.connect('woocommerce', `loja-${accounts}.example`, { channel: `loja-${accounts}` })
}

/** Receives a call of the shop and returns its delivery. */
async function call(id: string, body: string, topic = 'order.updated'): Promise<Delivery> {
  const known = new Set((await list({ connectionId: id, limit: '100' })).map((one) => one.id))
  const { headers, ...sent } = signed.woocommerce(secret, body, id)
  const answer = await fixture.receive('woocommerce', {
    connectionId: id,
    ...sent,
    headers: { ...headers, 'x-wc-webhook-topic': topic },
  })
  expect(answer.status).toBe(200)
  const delivery = (await list({ connectionId: id, limit: '100' })).find((one) => !known.has(one.id))
  if (delivery === undefined) throw new Error('a new delivery is expected')
  return delivery
}

async function orderOf(channel: string): Promise<ChannelOrder | undefined> {
  const items = await fixture.table.items(`S#${store}#CHANNEL-ORDER#`)
  return items
    .map(({ state }) => stateOf<ChannelOrder>(state?.B as Uint8Array))
    .find((one) => one.channel === channel)
}

describe('a delivery', () => {
  it('stores the canonical order once for repeated calls', async () => {
    const { id, channel } = await connect()
    const delivery = await call(id, order('2026-11-24T12:00:00'))
    expect(await process(delivery)).toEqual([])
    const stored = await orderOf(channel)
    expect(stored).toMatchObject({
      version: 1,
      externalId: '727',
      raw: delivery.id,
      order: { totals: { total: 3990 } },
    })
    expect(await showDelivery(delivery.id)).toMatchObject({ state: 'processed', version: 2 })
    expect(await process(delivery)).toEqual([])
    expect(await orderOf(channel)).toEqual(stored)
    expect(await showDelivery(delivery.id)).toMatchObject({ version: 2 })
  })

  it('ignores an older version of an order', async () => {
    const { id, channel } = await connect()
    await process(await call(id, order('2026-11-24T13:00:00', { status: 'completed' })))
    const stored = await orderOf(channel)
    const late = await call(id, order('2026-11-24T12:00:00'))
    await process(late)
    expect(await orderOf(channel)).toEqual(stored)
    expect((await showDelivery(late.id)).state).toBe('processed')
  })

  it('ignores a topic that is not needed and parks an unknown topic', async () => {
    const { id } = await connect()
    const product = await call(id, '{"id":1}', 'product.updated')
    const strange = await call(id, '{"id":2}', 'galaxy.exploded')
    await process(product)
    await process(strange)
    expect(await showDelivery(product.id)).toMatchObject({ state: 'ignored', reason: { code: 'not-needed' } })
    expect(await showDelivery(strange.id)).toMatchObject({
      state: 'parked',
      reason: { code: 'unknown-topic' },
    })
    expect((await list({ state: 'parked' })).map((one) => one.id)).toContain(strange.id)
  })

  it('parks an incomplete order with the names of the fields and none of their values', async () => {
    const { id } = await connect()
    const broken = await call(id, order('2026-11-24T12:00:00', { total: 'Maria Souza' }))
    await process(broken)
    const parked = await showDelivery(broken.id)
    expect(parked).toMatchObject({ state: 'parked', reason: { code: 'unmappable-payload' } })
    expect(JSON.stringify(parked)).not.toContain('Maria')
  })

  it('parks a delivery of a paused connection and processes it on retry', async () => {
    const { id, channel } = await connect()
    const version = async () =>
      (await ask<{ version: number }>('GET', `/channels/connections/${id}`)).body.version
    const change = async (what: string) =>
      ask('POST', `/channels/connections/${id}/${what}`, { body: {}, headers: ifMatch(await version()) })
    await change('pause')
    const delivery = await call(id, order('2026-11-24T12:00:00'))
    await process(delivery)
    expect(await showDelivery(delivery.id)).toMatchObject({
      state: 'parked',
      reason: { code: 'connection-paused' },
    })
    expect(await orderOf(channel)).toBeUndefined()
    await change('resume')
    const path = `/channels/deliveries/${delivery.id}/retry`
    const again = await ask<Delivery>('POST', path, { body: {}, headers: ifMatch(2) })
    expect(again.body).toMatchObject({ state: 'received', version: 3, retries: 1 })
    expect(again.body.reason).toBeUndefined()
    expect((await list({ state: 'parked' })).map((one) => one.id)).not.toContain(delivery.id)
    await process(again.body)
    expect(await orderOf(channel)).toMatchObject({ externalId: '727' })
  })

  it('retries only the deliveries of the pause when the connection is resumed', async () => {
    const [{ id, channel }, other] = [await connect(), await connect()]
    const show = async (one: string) => (await ask<Connection>('GET', `/channels/connections/${one}`)).body
    const change = async (one: string, what: string) => {
      const headers = ifMatch((await show(one)).version)
      await ask('POST', `/channels/connections/${one}/${what}`, { body: {}, headers })
    }
    const unknown = await call(id, order('2026-11-24T12:00:00'), 'order.teleported')
    await process(unknown)
    await change(id, 'pause')
    await change(other.id, 'pause')
    const ours = await call(id, order('2026-11-24T12:00:00'))
    const theirs = await call(other.id, order('2026-11-24T12:00:00'))
    await process(ours)
    await process(theirs)
    const resumed = async () =>
      deliver(handler, [busMessage(eventOf(connectionResumed, await show(id), {}), 'channels')])
    await resumed()
    expect((await showDelivery(ours.id)).state).toBe('parked')
    await change(id, 'resume')
    await resumed()
    await resumed()
    const waiting = await showDelivery(ours.id)
    expect(waiting).toMatchObject({ state: 'received', retries: 1 })
    expect((await showDelivery(theirs.id)).reason?.code).toBe('connection-paused')
    expect((await showDelivery(unknown.id)).reason?.code).toBe('unknown-topic')
    await process(waiting)
    expect(await orderOf(channel)).toMatchObject({ externalId: '727' })
  })

  it('rejects a retry of a processed delivery', async () => {
    const { id } = await connect()
    const delivery = await call(id, order('2026-11-24T12:00:00'))
    await process(delivery)
    const path = `/channels/deliveries/${delivery.id}/retry`
    expect((await ask('POST', path, { body: {}, headers: ifMatch(2) })).body.code).toBe('illegal-transition')
  })

  it('hides a delivery from other stores', async () => {
    const { id } = await connect()
    const delivery = await call(id, order('2026-11-24T12:00:00'))
    const shown = await ask('GET', `/channels/deliveries/${delivery.id}`, { client: storeB.client })
    expect(shown.body.code).toBe('not-found')
  })
})

describe('the list of deliveries', () => {
  it('requires the parked state or a connection', async () => {
    const { body } = await ask('GET', '/channels/deliveries')
    expect(body.code).toBe('invalid-request')
  })
})
