import { orderPassed, orderPlaced } from '../../../events/orders/order-events.ts'
import { loadSubscription } from '../../../functions/channels/webhooks/subscription.store.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { ifMatch, storeA, storeB } from '../../support/http.ts'
import { eventOf } from '../../support/inbox.ts'
import { aPlaceOrder } from '../../support/orders.ts'
import { isSigned } from '../../support/webhook-receiver.ts'
import {
  type LoggedDelivery,
  type Shown,
  startWebhookFixture,
  type WebhookFixture,
} from './webhook-fixture.ts'

let fixture: WebhookFixture
beforeAll(async () => {
  fixture = await startWebhookFixture()
})
afterAll(() => fixture.stop())
afterEach(async () => {
  await fixture.removeAll()
})

const { store } = storeA
const eventTypes = ['order.placed', 'order.passed']

/** An event of a new order placed now in a store. */
const placed = (of: string = store, now = new Date().toISOString()) => {
  const { next } = placeOrder(aPlaceOrder(), of, now)
  return { ...eventOf(orderPlaced, next, {}), occurredAt: now }
}

/** The events of a subscription's newest version. */
async function eventTypesOf(id: string): Promise<string[]> {
  const [item] = await fixture.suite.table.partition(`S#${store}#SUBSCRIPTION#${id}`)
  return (unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord).events.map(({ type }) => type)
}

describe('POST /channels/subscriptions', () => {
  it('returns the secret once', async () => {
    const { status, body, headers } = await fixture.subscribe({ eventTypes })
    expect([status, headers['location'], headers['etag']]).toEqual([
      201,
      `/channels/subscriptions/${body.id}`,
      '"1"',
    ])
    expect(body).toMatchObject({ status: 'active', createdBy: storeA.client, url: fixture.receiver.url })
    expect(Buffer.from(body.secret?.replace('whsec_', '') ?? '', 'base64')).toHaveLength(32)
    const { secret: _, ...shown } = body
    expect((await fixture.call<Shown>('GET', `/channels/subscriptions/${body.id}`)).body).toEqual(shown)
    expect((await fixture.call<{ items: Shown[] }>('GET', '/channels/subscriptions')).body.items).toEqual([
      shown,
    ])
    expect(await eventTypesOf(body.id)).toEqual(['channels.subscription-created'])
  })

  it('keeps the secret out of the table and of the stored response', async () => {
    const first = await fixture.subscribe({ eventTypes }, 'same-key')
    const again = await fixture.subscribe({ eventTypes }, 'same-key')
    expect([again.status, again.headers['idempotent-replayed'], again.body.id]).toEqual([
      201,
      'true',
      first.body.id,
    ])
    expect(again.body.secret).toBeUndefined()
    expect(fixture.secretsKept()).toHaveLength(1)
    const states = (await fixture.suite.table.items()).flatMap((item) =>
      Object.values(item).flatMap(({ B }) => (B === undefined ? [] : JSON.stringify(unpack(B)))),
    )
    expect(states.length).toBeGreaterThan(2)
    expect(states.filter((state) => state.includes('whsec_'))).toEqual([])
    expect(fixture.suite.logged.filter((line) => line.includes('whsec_'))).toEqual([])
  })

  it.each([
    ['http', 'http://example.com/hooks'],
    ['another scheme', 'ftp://example.com/hooks'],
    ['no URL', 'example.com'],
    ['a user', 'https://ana:geheim@127.0.0.1/hooks'],
    ['a fragment', 'https://example.com/hooks#part'],
    ['a private address', 'https://10.1.2.3/hooks'],
    ['the instance’s own data', 'https://169.254.169.254/latest/meta-data'],
    ['an address spelt otherwise', 'https://0x0a000001/hooks'],
    ['IPv4 inside IPv6', 'https://[::ffff:10.0.0.1]/hooks'],
    ['loopback in IPv6', 'https://[::1]/hooks'],
    ['a name of this machine', 'https://localhost/hooks'],
    ['an unknown host name', 'https://nobody.invalid/hooks'],
  ])('rejects a URL that cannot receive webhooks: %s', async (_, url) => {
    const { status, body } = await fixture.subscribe({ url, eventTypes })
    const { code, errors } = body as unknown as { code: string; errors: { path: string }[] }
    expect([status, code, errors.map(({ path }) => path)]).toEqual([400, 'invalid-request', ['url']])
  })

  it.each([
    ['eventTypes[0]', { eventTypes: ['quality.order-passed'] }],
    ['eventTypes', { eventTypes: [] }],
    ['secret', { eventTypes, secret: 'mine' }],
  ])('rejects unknown values: %s', async (path, request) => {
    const { status, body } = await fixture.subscribe(request)
    const { errors } = body as unknown as { errors: { path: string }[] }
    expect([status, errors.map((one) => one.path)]).toEqual([400, [path]])
  })

  it('loses no concurrent subscription', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => fixture.subscribe({ eventTypes })))
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const { body } = await fixture.call<{ items: Shown[] }>('GET', '/channels/subscriptions')
    expect(body.items).toHaveLength(4)
  })
})

describe('a webhook', () => {
  it('carries the signed event under its own id', async () => {
    const { body: subscription } = await fixture.subscribe({ eventTypes })
    const event = placed()
    await fixture.happen(event)
    expect(await fixture.send()).toEqual([])
    const [received] = fixture.receiver.received
    if (received === undefined) throw new Error('a delivery is expected')
    expect(isSigned(received, subscription.secret ?? '')).toBe(true)
    expect(isSigned({ ...received, body: `${received.body} ` }, subscription.secret ?? '')).toBe(false)
    expect(received.headers['webhook-id']).toMatch(/^msg_[0-9a-z]{26}$/)
    expect(received.headers['content-type']).toBe('application/json')
    expect(JSON.parse(received.body)).toEqual({
      type: 'order.placed',
      timestamp: event.occurredAt,
      id: event.id,
      version: 1,
      store,
      aggregate: event.aggregate,
      correlationId: event.correlationId,
      link: `/orders/${event.snapshot.id}`,
      data: {},
      snapshot: event.snapshot,
    })
    const [item] = await fixture.suite.table.items(`S#${store}#WEBHOOK#`)
    const days = (Number(item?.['ttl']?.N) * 1000 - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(30)
    const [logged] = await fixture.log(subscription.id)
    expect(logged).toMatchObject({
      id: received.headers['webhook-id'],
      eventId: event.id,
      status: 'delivered',
      tries: [{ delivered: true, status: 204 }],
    })
  })

  it('is sent once for repeated events and messages', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    const event = placed()
    await Promise.all([fixture.happen(event), fixture.happen(event), fixture.happen(event)])
    const [message] = fixture.queue
    await fixture.send()
    await fixture.happen(event)
    await fixture.sendAsIs(message?.body)
    await fixture.send()
    // Messages of one batch run concurrently: a webhook may be sent twice, under one id.
    expect(new Set(fixture.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await fixture.log(body.id)).toHaveLength(1)
    const before = fixture.receiver.received.length
    await fixture.sendAsIs(message?.body)
    expect(fixture.receiver.received).toHaveLength(before)
  })

  it('is sent only to subscriptions of its type and store', async () => {
    await fixture.subscribe({ eventTypes: ['order.passed'] })
    await fixture.subscribe({ eventTypes }, undefined, storeB.client)
    await fixture.happen(placed())
    expect(fixture.queue).toEqual([])
    await fixture.happen(placed(storeB.store))
    await fixture.send()
    expect(fixture.receiver.received).toHaveLength(1)
    const order = placeOrder(aPlaceOrder(), store, new Date().toISOString()).next
    const data = { contentVersion: 1 }
    await fixture.happen({ ...eventOf(orderPassed, order, data), occurredAt: new Date().toISOString() })
    await fixture.send()
    expect(fixture.receiver.received.map(({ body }) => JSON.parse(body).store)).toEqual([storeB.store, store])
  })

  it('reaches a new subscription although the cached list was empty', async () => {
    await fixture.happen(placed())
    await fixture.subscribe({ eventTypes })
    await fixture.happen(placed())
    await fixture.send()
    expect(fixture.receiver.received).toHaveLength(1)
  })
})

describe('a failing receiver', () => {
  const outcomes = (log: readonly LoggedDelivery[]) =>
    log.flatMap(({ status, tries }) => [status, ...tries.map((one) => one.failure ?? one.status)])

  it('is retried with the same id and a new timestamp', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    fixture.receiver.answers.push({ status: 500 }, 'hang-up', { status: 302, headers: { location: '/else' } })
    await fixture.happen(placed())
    const delays: number[] = []
    for (let n = 0; n < 4; n += 1) {
      await fixture.send()
      delays.push(...fixture.queue.map(({ delaySeconds }) => delaySeconds))
    }
    expect(outcomes(await fixture.log(body.id))).toEqual([
      'delivered',
      'refused',
      'not-reached',
      'refused',
      204,
    ])
    const { received } = fixture.receiver
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/hooks']))
    expect(received.every((one) => isSigned(one, body.secret ?? ''))).toBe(true)
    // 5 s, 5 min; half an hour exceeds the longest delay of the queue.
    const [first = 0, second = 0, third] = delays
    expect(first >= 5 && first <= 7 && second >= 300 && second <= 361).toBe(true)
    expect(third).toBe(900)
  })

  it('may ask for a longer delay', async () => {
    await fixture.subscribe({ eventTypes })
    fixture.receiver.answers.push({ status: 503, headers: { 'retry-after': '120' } })
    await fixture.happen(placed())
    await fixture.send()
    expect(fixture.queue.map(({ delaySeconds }) => delaySeconds)).toEqual([120])
  })

  it('waits in several queue delays until the next try is due', async () => {
    await fixture.subscribe({ eventTypes })
    fixture.receiver.answers.push({ status: 503, headers: { 'retry-after': '7200' } })
    await fixture.happen(placed())
    await fixture.send()
    const [message] = fixture.queue.splice(0)
    expect(await fixture.sendAsIs(message?.body)).toEqual([])
    expect(fixture.queue).toEqual([message])
    expect(fixture.receiver.received).toHaveLength(1)
  })

  it('is given up after ten tries, and the subscription is disabled', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    fixture.receiver.answers.push(...Array.from({ length: 10 }, () => ({ status: 500 })))
    await fixture.happen(placed())
    for (let n = 0; n < 11; n += 1) await fixture.send()
    expect(fixture.receiver.received).toHaveLength(10)
    expect(await fixture.log(body.id)).toMatchObject([{ status: 'failed' }])
    const after = await fixture.show(body.id)
    expect(after).toMatchObject({ status: 'disabled', disabled: { reason: 'failing' } })
    expect(await eventTypesOf(body.id)).toEqual(['channels.subscription-disabled'])
    await fixture.happen(placed())
    expect(fixture.queue).toEqual([])
    const resumed = await fixture.change(after, { status: 'active' })
    expect([resumed.status, resumed.body.status, resumed.body.disabled, resumed.body.failingSince]).toEqual([
      200,
      'active',
      undefined,
      undefined,
    ])
    await fixture.happen(placed())
    await fixture.send()
    expect(fixture.receiver.received).toHaveLength(11)
  })

  it('stays subscribed when another webhook was delivered meanwhile', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    const failures = Array.from({ length: 10 }, () => ({ status: 500 }))
    fixture.receiver.answers.push(...failures.slice(0, 5), { status: 204 }, ...failures.slice(5))
    await fixture.happen(placed())
    for (let n = 0; n < 5; n += 1) await fixture.send()
    expect((await fixture.show(body.id)).failingSince).toBeDefined()
    const [waiting] = fixture.queue.splice(0)
    await fixture.happen(placed())
    await fixture.send()
    expect((await fixture.show(body.id)).failingSince).toBeUndefined()
    if (waiting !== undefined) fixture.queue.push(waiting)
    for (let n = 0; n < 5; n += 1) await fixture.send()
    const log = await fixture.log(body.id)
    expect(log.map(({ status }) => status).sort()).toEqual(['delivered', 'failed'])
    expect((await fixture.show(body.id)).status).toBe('active')
  })

  it('is disabled at once on 410', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    fixture.receiver.answers.push({ status: 410 })
    await fixture.happen(placed())
    await fixture.send()
    expect(await fixture.log(body.id)).toMatchObject([{ status: 'failed', tries: [{ status: 410 }] }])
    expect(await fixture.show(body.id)).toMatchObject({ status: 'disabled', disabled: { reason: 'gone' } })
    expect(fixture.queue).toEqual([])
  })

  it('is never called at a private address', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    await fixture.happen(placed())
    delete process.env['LOOPBACK_RECEIVERS']
    await fixture.send()
    process.env['LOOPBACK_RECEIVERS'] = 'allowed'
    expect(fixture.receiver.received).toEqual([])
    expect(outcomes(await fixture.log(body.id))).toEqual(['pending', 'address-not-public'])
  })
})

describe('a rotated secret', () => {
  it('signs together with the previous one only', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    const change = async (version: number) =>
      fixture.call<Shown>('POST', `/channels/subscriptions/${body.id}/secret`, { headers: ifMatch(version) })
    const second = await change(1)
    expect([second.status, second.body.previousSecretUntil !== undefined]).toEqual([200, true])
    expect((await change(1)).status).toBe(412)
    const third = await change(2)
    await fixture.happen(placed())
    await fixture.send()
    const [received] = fixture.receiver.received
    const secrets = [body.secret, second.body.secret, third.body.secret]
    expect(new Set(secrets).size).toBe(3)
    const proofs = secrets.map((secret) => received !== undefined && isSigned(received, secret ?? ''))
    expect(proofs).toEqual([false, true, true])
    const { keys } = await loadSubscription(store, body.id)
    expect(keys).toHaveLength(2)
    // The secrets of the first and of the late change are deleted.
    expect(fixture.secretsKept()).toEqual(keys.map(({ id }) => id).sort())
  })
})

describe('pause and replay', () => {
  it('records events of a pause as skipped and replays them', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    const paused = await fixture.change(body, { status: 'paused' })
    const events = [placed(), placed(), placed()]
    for (const event of events) await fixture.happen(event)
    expect(fixture.queue).toEqual([])
    expect((await fixture.log(body.id)).map(({ status }) => status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
    ])
    const replay = (more: object = {}) =>
      fixture.call('POST', `/channels/subscriptions/${body.id}/replay`, {
        body: { from: events[0]?.occurredAt, to: '2099-01-01T00:00:00.000Z', ...more },
      })
    expect((await replay()).status).toBe(409)
    await fixture.change(paused.body, { status: 'active' })
    expect((await replay({ to: events[0]?.occurredAt })).status).toBe(400)
    expect((await replay({ undelivered: true })).status).toBe(200)
    for (let n = 0; n < 2; n += 1) expect(await fixture.send()).toEqual([])
    const ids = () => fixture.receiver.received.map((one) => JSON.parse(one.body).id as string)
    expect(ids().sort()).toEqual(events.map(({ id }) => id).sort())
    await replay({ undelivered: true })
    await fixture.send()
    expect(fixture.queue).toEqual([])
    await replay()
    for (let n = 0; n < 2; n += 1) await fixture.send()
    expect(ids()).toHaveLength(6)
  })

  it('replays a long time range page by page', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    const events = Array.from({ length: 60 }, () => placed())
    await Promise.all(events.map((event) => fixture.happen(event)))
    await fixture.send()
    await fixture.call('POST', `/channels/subscriptions/${body.id}/replay`, {
      body: { from: '2000-01-01T00:00:00.000Z', to: '2099-01-01T00:00:00.000Z' },
    })
    while (fixture.queue.length > 0) expect(await fixture.send()).toEqual([])
    const perId = Map.groupBy(fixture.receiver.received, ({ headers }) => headers['webhook-id'])
    expect([perId.size, new Set([...perId.values()].map(({ length }) => length))]).toEqual([60, new Set([2])])
    const all = await fixture.call<{ items: LoggedDelivery[]; nextCursor?: string }>(
      'GET',
      `/channels/subscriptions/${body.id}/deliveries`,
      { query: { limit: '50' } },
    )
    expect([all.body.items.length, all.body.nextCursor !== undefined]).toEqual([50, true])
  })

  it('replays one webhook under the same id', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    await fixture.happen(placed())
    await fixture.send()
    const [{ id, version } = { id: '', version: 0 }] = await fixture.log(body.id)
    const path = `/channels/subscriptions/${body.id}/deliveries/${id}/replay`
    expect((await fixture.call('POST', path)).status).toBe(428)
    const again = await fixture.call<LoggedDelivery>('POST', path, { headers: ifMatch(version) })
    expect([again.status, again.body.status]).toEqual([200, 'pending'])
    await fixture.send()
    expect(fixture.receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
    const elsewhere = path.replace(body.id, 'sub_none')
    expect((await fixture.call('POST', elsewhere, { headers: { 'if-match': '*' } })).status).toBe(404)
  })

  it('skips a due webhook of a paused subscription', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    await fixture.happen(placed())
    await fixture.change(body, { status: 'paused' })
    await fixture.send()
    expect([fixture.receiver.received.length, (await fixture.log(body.id))[0]?.status]).toEqual([
      0,
      'skipped',
    ])
  })
})

describe('DELETE /channels/subscriptions/{subscriptionId}', () => {
  it('removes the subscription and keeps its log', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    await fixture.happen(placed())
    const removed = await fixture.call<Shown>('DELETE', `/channels/subscriptions/${body.id}`, {
      headers: ifMatch(1),
    })
    expect([removed.status, removed.body.status]).toEqual([200, 'removed'])
    expect(await eventTypesOf(body.id)).toEqual(['channels.subscription-removed'])
    await fixture.send()
    await fixture.happen(placed())
    expect([fixture.receiver.received.length, fixture.queue.length]).toEqual([0, 0])
    expect((await fixture.call<{ items: [] }>('GET', '/channels/subscriptions')).body.items).toEqual([])
    expect(await fixture.log(body.id)).toHaveLength(1)
    expect((await fixture.change(removed.body, { status: 'active' })).status).toBe(409)
  })
})

describe('an interrupted run', () => {
  it('before the message is enqueued: the repeated event sends the webhook', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    const event = placed()
    fixture.refuseQueue(1)
    await expect(fixture.happen(event)).rejects.toThrow('SendMessage')
    expect(fixture.queue).toEqual([])
    await fixture.happen(event)
    await fixture.send()
    expect((await fixture.log(body.id)).map(({ status }) => status)).toEqual(['delivered'])
    expect(fixture.receiver.received).toHaveLength(1)
  })

  it('between a try and its record: the try repeats under the same id, and the next one is due once', async () => {
    const { body } = await fixture.subscribe({ eventTypes })
    fixture.receiver.answers.push({ status: 500 }, { status: 500 })
    await fixture.happen(placed())
    const [message] = fixture.queue.splice(0)
    fixture.refuseQueue(1)
    expect(await fixture.sendAsIs(message?.body)).toEqual(['message-0'])
    expect((await fixture.log(body.id)).map(({ tries }) => tries.length)).toEqual([0])
    expect(await fixture.sendAsIs(message?.body)).toEqual([])
    expect(fixture.queue).toHaveLength(1)
    await fixture.send()
    expect(new Set(fixture.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await fixture.log(body.id)).toMatchObject([
      { status: 'delivered', tries: [{ status: 500 }, { status: 204 }] },
    ])
  })
})

describe('the sender', () => {
  it('drops a malformed message and retries one that fails', async () => {
    const failing = fixture.suite.services
    expect(await fixture.sendAsIs('{"kind":"send"}')).toEqual([])
    expect(failing.inputs('SendMessage').at(-1)).toMatchObject({ MessageBody: '{"kind":"send"}' })
    fixture.queue.length = 0
    await fixture.subscribe({ eventTypes })
    await fixture.happen(placed())
    const table = process.env['TABLE_NAME']
    process.env['TABLE_NAME'] = 'none'
    expect(await fixture.send()).toEqual(['message-0'])
    process.env['TABLE_NAME'] = table
  })
})
