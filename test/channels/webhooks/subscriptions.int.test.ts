import { orderPassed, orderPlaced } from '../../../events/orders/order-events.ts'
import { loadSubscription } from '../../../functions/channels/webhooks/subscription.store.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { ifMatch, storeA, storeB } from '../../support/http.ts'
import { eventOf } from '../../support/inbox.ts'
import { aPlaceOrder } from '../../support/orders.ts'
import { isSigned } from '../../support/webhook-receiver.ts'
import { type LoggedDelivery, type Shown, setWebhookStage, type WebhookStage } from './webhook-fixture.ts'

let stage: WebhookStage
beforeAll(async () => {
  stage = await setWebhookStage()
})
afterAll(() => stage.stop())
afterEach(async () => {
  await stage.removeAll()
})

const { store } = storeA
const eventTypes = ['order.placed', 'order.passed']

/** An event that a store's order was placed now, of an order of its own. */
const placed = (of: string = store, now = new Date().toISOString()) => {
  const { next } = placeOrder(aPlaceOrder(), of, now)
  return { ...eventOf(orderPlaced, next, {}), occurredAt: now }
}

/** What the newest version of a subscription says happened. */
async function told(id: string): Promise<string[]> {
  const [item] = await stage.suite.table.partition(`S#${store}#SUBSCRIPTION#${id}`)
  return (unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord).events.map(({ type }) => type)
}

describe('POST /channels/subscriptions', () => {
  it('returns the secret once', async () => {
    const { status, body, headers } = await stage.subscribe({ eventTypes })
    expect([status, headers['location'], headers['etag']]).toEqual([
      201,
      `/channels/subscriptions/${body.id}`,
      '"1"',
    ])
    expect(body).toMatchObject({ status: 'active', createdBy: storeA.client, url: stage.receiver.url })
    expect(Buffer.from(body.secret?.replace('whsec_', '') ?? '', 'base64')).toHaveLength(32)
    const { secret: _, ...shown } = body
    expect((await stage.call<Shown>('GET', `/channels/subscriptions/${body.id}`)).body).toEqual(shown)
    expect((await stage.call<{ items: Shown[] }>('GET', '/channels/subscriptions')).body.items).toEqual([
      shown,
    ])
    expect(await told(body.id)).toEqual(['channels.subscription-created'])
  })

  it('keeps the secret out of the table and of the stored answer', async () => {
    const first = await stage.subscribe({ eventTypes }, 'same-key')
    const again = await stage.subscribe({ eventTypes }, 'same-key')
    expect([again.status, again.headers['idempotent-replayed'], again.body.id]).toEqual([
      201,
      'true',
      first.body.id,
    ])
    expect(again.body.secret).toBeUndefined()
    expect(stage.secretsKept()).toHaveLength(1)
    const states = (await stage.suite.table.items()).flatMap((item) =>
      Object.values(item).flatMap(({ B }) => (B === undefined ? [] : JSON.stringify(unpack(B)))),
    )
    expect(states.length).toBeGreaterThan(2)
    expect(states.filter((state) => state.includes('whsec_'))).toEqual([])
    expect(stage.suite.logged.filter((line) => line.includes('whsec_'))).toEqual([])
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
    ['a name that nobody has', 'https://nobody.invalid/hooks'],
  ])('refuses a URL that cannot receive webhooks: %s', async (_, url) => {
    const { status, body } = await stage.subscribe({ url, eventTypes })
    const { code, errors } = body as unknown as { code: string; errors: { path: string }[] }
    expect([status, code, errors.map(({ path }) => path)]).toEqual([400, 'invalid-request', ['url']])
  })

  it.each([
    ['eventTypes[0]', { eventTypes: ['quality.order-passed'] }],
    ['eventTypes', { eventTypes: [] }],
    ['secret', { eventTypes, secret: 'mine' }],
  ])('refuses unknown values: %s', async (path, request) => {
    const { status, body } = await stage.subscribe(request)
    const { errors } = body as unknown as { errors: { path: string }[] }
    expect([status, errors.map((one) => one.path)]).toEqual([400, [path]])
  })

  it('loses no concurrent subscription', async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => stage.subscribe({ eventTypes })))
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const { body } = await stage.call<{ items: Shown[] }>('GET', '/channels/subscriptions')
    expect(body.items).toHaveLength(4)
  })
})

describe('a webhook', () => {
  it('carries the signed event under its own id', async () => {
    const { body: subscription } = await stage.subscribe({ eventTypes })
    const event = placed()
    await stage.happen(event)
    expect(await stage.send()).toEqual([])
    const [received] = stage.receiver.received
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
    const [item] = await stage.suite.table.items(`S#${store}#WEBHOOK#`)
    const days = (Number(item?.['ttl']?.N) * 1000 - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(30)
    const [logged] = await stage.log(subscription.id)
    expect(logged).toMatchObject({
      id: received.headers['webhook-id'],
      eventId: event.id,
      status: 'delivered',
      tries: [{ delivered: true, status: 204 }],
    })
  })

  it('is sent once, however often event and message repeat', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    const event = placed()
    await Promise.all([stage.happen(event), stage.happen(event), stage.happen(event)])
    const [message] = stage.queue
    await stage.send()
    await stage.happen(event)
    await stage.sendAsIs(message?.body)
    await stage.send()
    // Messages of one batch run side by side: they may be sent twice there, but under one id.
    expect(new Set(stage.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await stage.log(body.id)).toHaveLength(1)
    const before = stage.receiver.received.length
    await stage.sendAsIs(message?.body)
    expect(stage.receiver.received).toHaveLength(before)
  })

  it('is sent only to subscriptions of its type and store', async () => {
    await stage.subscribe({ eventTypes: ['order.passed'] })
    await stage.subscribe({ eventTypes }, undefined, storeB.client)
    await stage.happen(placed())
    expect(stage.queue).toEqual([])
    await stage.happen(placed(storeB.store))
    await stage.send()
    expect(stage.receiver.received).toHaveLength(1)
    const order = placeOrder(aPlaceOrder(), store, new Date().toISOString()).next
    const data = { contentVersion: 1 }
    await stage.happen({ ...eventOf(orderPassed, order, data), occurredAt: new Date().toISOString() })
    await stage.send()
    expect(stage.receiver.received.map(({ body }) => JSON.parse(body).store)).toEqual([storeB.store, store])
  })

  it('reaches a new subscription although the cached list was empty', async () => {
    await stage.happen(placed())
    await stage.subscribe({ eventTypes })
    await stage.happen(placed())
    await stage.send()
    expect(stage.receiver.received).toHaveLength(1)
  })
})

describe('a failing receiver', () => {
  const outcomes = (log: readonly LoggedDelivery[]) =>
    log.flatMap(({ status, tries }) => [status, ...tries.map((one) => one.failure ?? one.status)])

  it('is retried with the same id and a new timestamp', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    stage.receiver.answers.push({ status: 500 }, 'hang-up', { status: 302, headers: { location: '/else' } })
    await stage.happen(placed())
    const delays: number[] = []
    for (let n = 0; n < 4; n += 1) {
      await stage.send()
      delays.push(...stage.queue.map(({ delaySeconds }) => delaySeconds))
    }
    expect(outcomes(await stage.log(body.id))).toEqual([
      'delivered',
      'refused',
      'not-reached',
      'refused',
      204,
    ])
    const { received } = stage.receiver
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map(({ path }) => path))).toEqual(new Set(['/hooks']))
    expect(received.every((one) => isSigned(one, body.secret ?? ''))).toBe(true)
    // 5 s, 5 min; half an hour is further than a queue keeps anything back.
    const [first = 0, second = 0, third] = delays
    expect(first >= 5 && first <= 7 && second >= 300 && second <= 361).toBe(true)
    expect(third).toBe(900)
  })

  it('may ask for a longer delay', async () => {
    await stage.subscribe({ eventTypes })
    stage.receiver.answers.push({ status: 503, headers: { 'retry-after': '120' } })
    await stage.happen(placed())
    await stage.send()
    expect(stage.queue.map(({ delaySeconds }) => delaySeconds)).toEqual([120])
  })

  it('waits in several queue delays until the next try is due', async () => {
    await stage.subscribe({ eventTypes })
    stage.receiver.answers.push({ status: 503, headers: { 'retry-after': '7200' } })
    await stage.happen(placed())
    await stage.send()
    const [message] = stage.queue.splice(0)
    expect(await stage.sendAsIs(message?.body)).toEqual([])
    expect(stage.queue).toEqual([message])
    expect(stage.receiver.received).toHaveLength(1)
  })

  it('is given up after ten tries, and the subscription is disabled', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    stage.receiver.answers.push(...Array.from({ length: 10 }, () => ({ status: 500 })))
    await stage.happen(placed())
    for (let n = 0; n < 11; n += 1) await stage.send()
    expect(stage.receiver.received).toHaveLength(10)
    expect(await stage.log(body.id)).toMatchObject([{ status: 'failed' }])
    const after = await stage.show(body.id)
    expect(after).toMatchObject({ status: 'disabled', disabled: { reason: 'failing' } })
    expect(await told(body.id)).toEqual(['channels.subscription-disabled'])
    await stage.happen(placed())
    expect(stage.queue).toEqual([])
    const resumed = await stage.change(after, { status: 'active' })
    expect([resumed.status, resumed.body.status, resumed.body.disabled, resumed.body.failingSince]).toEqual([
      200,
      'active',
      undefined,
      undefined,
    ])
    await stage.happen(placed())
    await stage.send()
    expect(stage.receiver.received).toHaveLength(11)
  })

  it('stays subscribed when another webhook was delivered meanwhile', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    const failures = Array.from({ length: 10 }, () => ({ status: 500 }))
    stage.receiver.answers.push(...failures.slice(0, 5), { status: 204 }, ...failures.slice(5))
    await stage.happen(placed())
    for (let n = 0; n < 5; n += 1) await stage.send()
    expect((await stage.show(body.id)).failingSince).toBeDefined()
    const [waiting] = stage.queue.splice(0)
    await stage.happen(placed())
    await stage.send()
    expect((await stage.show(body.id)).failingSince).toBeUndefined()
    if (waiting !== undefined) stage.queue.push(waiting)
    for (let n = 0; n < 5; n += 1) await stage.send()
    const log = await stage.log(body.id)
    expect(log.map(({ status }) => status).sort()).toEqual(['delivered', 'failed'])
    expect((await stage.show(body.id)).status).toBe('active')
  })

  it('is disabled at once on 410', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    stage.receiver.answers.push({ status: 410 })
    await stage.happen(placed())
    await stage.send()
    expect(await stage.log(body.id)).toMatchObject([{ status: 'failed', tries: [{ status: 410 }] }])
    expect(await stage.show(body.id)).toMatchObject({ status: 'disabled', disabled: { reason: 'gone' } })
    expect(stage.queue).toEqual([])
  })

  it('is never called at a private address', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    await stage.happen(placed())
    delete process.env['LOOPBACK_RECEIVERS']
    await stage.send()
    process.env['LOOPBACK_RECEIVERS'] = 'allowed'
    expect(stage.receiver.received).toEqual([])
    expect(outcomes(await stage.log(body.id))).toEqual(['pending', 'address-not-public'])
  })
})

describe('a rotated secret', () => {
  it('signs together with the previous one only', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    const change = async (version: number) =>
      stage.call<Shown>('POST', `/channels/subscriptions/${body.id}/secret`, { headers: ifMatch(version) })
    const second = await change(1)
    expect([second.status, second.body.previousSecretUntil !== undefined]).toEqual([200, true])
    expect((await change(1)).status).toBe(412)
    const third = await change(2)
    await stage.happen(placed())
    await stage.send()
    const [received] = stage.receiver.received
    const secrets = [body.secret, second.body.secret, third.body.secret]
    expect(new Set(secrets).size).toBe(3)
    const proofs = secrets.map((secret) => received !== undefined && isSigned(received, secret ?? ''))
    expect(proofs).toEqual([false, true, true])
    const { keys } = await loadSubscription(store, body.id)
    expect(keys).toHaveLength(2)
    // That of the first, and that of the change that came too late, are gone.
    expect(stage.secretsKept()).toEqual(keys.map(({ id }) => id).sort())
  })
})

describe('pause and replay', () => {
  it('records events of a pause as skipped and replays them', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    const paused = await stage.change(body, { status: 'paused' })
    const events = [placed(), placed(), placed()]
    for (const event of events) await stage.happen(event)
    expect(stage.queue).toEqual([])
    expect((await stage.log(body.id)).map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped'])
    const replay = (more: object = {}) =>
      stage.call('POST', `/channels/subscriptions/${body.id}/replay`, {
        body: { from: events[0]?.occurredAt, to: '2099-01-01T00:00:00.000Z', ...more },
      })
    expect((await replay()).status).toBe(409)
    await stage.change(paused.body, { status: 'active' })
    expect((await replay({ to: events[0]?.occurredAt })).status).toBe(400)
    expect((await replay({ undelivered: true })).status).toBe(200)
    for (let n = 0; n < 2; n += 1) expect(await stage.send()).toEqual([])
    const ids = () => stage.receiver.received.map((one) => JSON.parse(one.body).id as string)
    expect(ids().sort()).toEqual(events.map(({ id }) => id).sort())
    await replay({ undelivered: true })
    await stage.send()
    expect(stage.queue).toEqual([])
    await replay()
    for (let n = 0; n < 2; n += 1) await stage.send()
    expect(ids()).toHaveLength(6)
  })

  it('replays a long time range page by page', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    const events = Array.from({ length: 60 }, () => placed())
    await Promise.all(events.map((event) => stage.happen(event)))
    await stage.send()
    await stage.call('POST', `/channels/subscriptions/${body.id}/replay`, {
      body: { from: '2000-01-01T00:00:00.000Z', to: '2099-01-01T00:00:00.000Z' },
    })
    while (stage.queue.length > 0) expect(await stage.send()).toEqual([])
    const perId = Map.groupBy(stage.receiver.received, ({ headers }) => headers['webhook-id'])
    expect([perId.size, new Set([...perId.values()].map(({ length }) => length))]).toEqual([60, new Set([2])])
    const all = await stage.call<{ items: LoggedDelivery[]; nextCursor?: string }>(
      'GET',
      `/channels/subscriptions/${body.id}/deliveries`,
      { query: { limit: '50' } },
    )
    expect([all.body.items.length, all.body.nextCursor !== undefined]).toEqual([50, true])
  })

  it('replays one webhook under the same id', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    await stage.happen(placed())
    await stage.send()
    const [{ id, version } = { id: '', version: 0 }] = await stage.log(body.id)
    const path = `/channels/subscriptions/${body.id}/deliveries/${id}/replay`
    expect((await stage.call('POST', path)).status).toBe(428)
    const again = await stage.call<LoggedDelivery>('POST', path, { headers: ifMatch(version) })
    expect([again.status, again.body.status]).toEqual([200, 'pending'])
    await stage.send()
    expect(stage.receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
    const elsewhere = path.replace(body.id, 'sub_none')
    expect((await stage.call('POST', elsewhere, { headers: { 'if-match': '*' } })).status).toBe(404)
  })

  it('skips a due webhook of a paused subscription', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    await stage.happen(placed())
    await stage.change(body, { status: 'paused' })
    await stage.send()
    expect([stage.receiver.received.length, (await stage.log(body.id))[0]?.status]).toEqual([0, 'skipped'])
  })
})

describe('DELETE /channels/subscriptions/{subscriptionId}', () => {
  it('removes the subscription and keeps its log', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    await stage.happen(placed())
    const removed = await stage.call<Shown>('DELETE', `/channels/subscriptions/${body.id}`, {
      headers: ifMatch(1),
    })
    expect([removed.status, removed.body.status]).toEqual([200, 'removed'])
    expect(await told(body.id)).toEqual(['channels.subscription-removed'])
    await stage.send()
    await stage.happen(placed())
    expect([stage.receiver.received.length, stage.queue.length]).toEqual([0, 0])
    expect((await stage.call<{ items: [] }>('GET', '/channels/subscriptions')).body.items).toEqual([])
    expect(await stage.log(body.id)).toHaveLength(1)
    expect((await stage.change(removed.body, { status: 'active' })).status).toBe(409)
  })
})

describe('an interrupted run', () => {
  it('before the message is enqueued: the repeated event sends the webhook', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    const event = placed()
    stage.refuseQueue(1)
    await expect(stage.happen(event)).rejects.toThrow('SendMessage')
    expect(stage.queue).toEqual([])
    await stage.happen(event)
    await stage.send()
    expect((await stage.log(body.id)).map(({ status }) => status)).toEqual(['delivered'])
    expect(stage.receiver.received).toHaveLength(1)
  })

  it('between a try and its record: the try repeats under the same id, and the next one is due once', async () => {
    const { body } = await stage.subscribe({ eventTypes })
    stage.receiver.answers.push({ status: 500 }, { status: 500 })
    await stage.happen(placed())
    const [message] = stage.queue.splice(0)
    stage.refuseQueue(1)
    expect(await stage.sendAsIs(message?.body)).toEqual(['message-0'])
    expect((await stage.log(body.id)).map(({ tries }) => tries.length)).toEqual([0])
    expect(await stage.sendAsIs(message?.body)).toEqual([])
    expect(stage.queue).toHaveLength(1)
    await stage.send()
    expect(new Set(stage.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await stage.log(body.id)).toMatchObject([
      { status: 'delivered', tries: [{ status: 500 }, { status: 204 }] },
    ])
  })
})

describe('the sender', () => {
  it('drops a malformed message and retries one that fails', async () => {
    const failing = stage.suite.services
    expect(await stage.sendAsIs('{"kind":"send"}')).toEqual([])
    expect(failing.inputs('SendMessage').at(-1)).toMatchObject({ MessageBody: '{"kind":"send"}' })
    stage.queue.length = 0
    await stage.subscribe({ eventTypes })
    await stage.happen(placed())
    const table = process.env['TABLE_NAME']
    process.env['TABLE_NAME'] = 'none'
    expect(await stage.send()).toEqual(['message-0'])
    process.env['TABLE_NAME'] = table
  })
})
