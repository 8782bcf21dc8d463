import * as ordersApi from '../../../functions/orders/api.ts'
import type { OrderView } from '../../../functions/orders/order/order-requests.ts'
import type { PlaceOrder } from '../../../functions/orders/order/place-order.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { documents } from '../../../shared/table/table.store.ts'
import { callerOf, type HttpCall, ifMatch, storeA, storeB } from '../../support/http.ts'
import { aPlaceOrder } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const call = callerOf(ordersApi)
let keys = 0
const newKey = () => `key-${(keys += 1)}`
const place = <Body = OrderView>(body: PlaceOrder, key = newKey(), more: HttpCall = {}) =>
  call<Body>('POST', '/orders', { body, ...more, headers: { 'idempotency-key': key, ...more.headers } })
const itemsOf = (id: string) => stage.table.partition(`S#${storeA.store}#ORDER#${id}`)

describe('POST /orders', () => {
  it('places an order: 201 with Location, ETag and the order', async () => {
    const body = aPlaceOrder()
    const answer = await place(body)
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      location: `/orders/${answer.body.id}`,
      etag: '"1"',
    })
    expect(answer.body).toMatchObject({
      ...body,
      store: storeA.store,
      status: 'placed',
      version: 1,
      quality: 'checking',
      held: false,
      blockers: ['not-paid', 'not-passed'],
    })
    const shown = await call<OrderView>('GET', answer.headers['location'] ?? '')
    expect(shown.status).toBe(200)
    expect(shown.headers['etag']).toBe('"1"')
    expect(shown.body).toEqual(answer.body)
  })

  it('fills in defaults and writes times in UTC', async () => {
    const { payment: _, currency: __, ...rest } = aPlaceOrder({ dispatchBy: '2026-11-26T18:00:00-03:00' })
    const { status, body } = await place(rest as PlaceOrder)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      currency: 'BRL',
      payment: { status: 'pending', approvedAmount: 0, refundedAmount: 0 },
      dispatchBy: '2026-11-26T21:00:00.000Z',
    })
  })

  it('accepts an order with wrong sums, as a check holds it later', async () => {
    const order = aPlaceOrder({ totals: { discount: 0, freight: 0, fees: 0, total: 1 } })
    expect((await place(order)).status).toBe(201)
  })

  it('writes the order, the response and one order.placed in one transaction', async () => {
    const { body } = await place(aPlaceOrder())
    const items = await itemsOf(body.id)
    expect(items.map(({ sk }) => sk?.S)).toEqual(['ORDER'])
    expect(items[0]).toMatchObject({ version: { N: '1' }, outbox: { S: 'orders' } })
    const happened = unpack(items[0]?.['happened']?.B ?? new Uint8Array()) as { events: unknown[] }
    expect(happened.events).toEqual([{ type: 'order.placed', data: {} }])
  })

  it('calls the table once, when the caller is cached', async () => {
    const commands: string[] = []
    const counting = { name: 'counting', step: 'initialize', override: true } as const
    await place(aPlaceOrder())
    documents.middlewareStack.add((next, context) => {
      commands.push(String(context.commandName))
      return (args) => next(args)
    }, counting)
    try {
      expect((await place(aPlaceOrder())).status).toBe(201)
    } finally {
      documents.middlewareStack.remove(counting.name)
    }
    expect(commands).toEqual(['TransactWriteItemsCommand'])
  })
})

describe('the Idempotency-Key of POST /orders', () => {
  it('is required', async () => {
    const { status, body } = await call('POST', '/orders', { body: aPlaceOrder() })
    expect(status).toBe(400)
    expect(body.code).toBe('idempotency-key-missing')
  })

  it.each([
    { what: 'spaces', key: 'with space' },
    { what: 'characters beyond ASCII', key: 'ü' },
    { what: '256 characters', key: 'x'.repeat(256) },
  ])('is rejected with $what', async ({ key }) => {
    const { status, body } = await place<{ errors: unknown }>(aPlaceOrder(), key)
    expect(status).toBe(400)
    expect(body.errors).toEqual([
      expect.objectContaining({ path: 'Idempotency-Key', received: `${key.length} characters` }),
    ])
  })

  it('replays the first response, even after a change of the order', async () => {
    const [order, key] = [aPlaceOrder(), newKey()]
    const first = await place(order, key)
    await call('PATCH', `/orders/${first.body.id}`, {
      body: { customer: { phone: null } },
      headers: ifMatch(1),
    })
    const again = await place(order, key)
    expect(again).toEqual({ ...first, headers: { ...first.headers, 'idempotent-replayed': 'true' } })
  })

  it('rejects another request under the same key with 422 and writes nothing', async () => {
    const [order, key] = [aPlaceOrder(), newKey()]
    const first = await place(order, key)
    const before = await stage.table.items()
    const others = [
      { ...order, dispatchBy: '2026-12-24T12:00:00.000Z' },
      { ...order, externalId: `${order.externalId}-other` },
    ]
    for (const other of others) {
      const { status, body } = await place<{ code: string }>(other, key)
      expect([status, body.code]).toEqual([422, 'idempotency-key-reused'])
    }
    expect(await stage.table.items()).toEqual(before)
    expect((await place(order, key)).body).toEqual(first.body)
  })

  it('is bound to its content also when the order already existed', async () => {
    const body = aPlaceOrder()
    await place(body)
    const key = newKey()
    const [first, again] = [await place(body, key), await place(body, key)]
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.body).toEqual(first.body)
    const another = await place<{ code: string }>(aPlaceOrder(), key)
    expect([another.status, another.body.code]).toEqual([422, 'idempotency-key-reused'])
  })

  it('is separate for each caller', async () => {
    const [order, key] = [aPlaceOrder(), newKey()]
    const mine = await place(order, key)
    const theirs = await place(order, key, { client: storeB.client })
    expect(theirs.status).toBe(201)
    expect(theirs.headers).not.toHaveProperty('idempotent-replayed')
    expect(theirs.body.store).toBe(storeB.store)
    expect(theirs.body.id).not.toBe(mine.body.id)
  })

  it('returns the current order for another request of the same sale', async () => {
    const order = aPlaceOrder()
    const first = await place(order)
    await call('PATCH', `/orders/${first.body.id}`, {
      body: { customer: { phone: null } },
      headers: ifMatch(1),
    })
    const again = await place(order)
    expect(again.status).toBe(200)
    expect(again.body.id).toBe(first.body.id)
    expect(again.headers).toMatchObject({ location: `/orders/${first.body.id}`, etag: '"2"' })
    expect(again.body.version).toBe(2)
  })
})

describe('the same order sent 50 times at once', () => {
  const fifty = Array.from({ length: 50 })

  it.each([
    { under: 'one key', key: () => 'the-same-for-all' },
    { under: 'different keys', key: newKey },
  ])('makes one order and one order.placed under $under', async ({ key }) => {
    const order = aPlaceOrder()
    const answers = await Promise.all(fifty.map(() => place(order, key())))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => ![200, 201, 409].includes(status))).toEqual([])
    const taken = answers.filter(({ status }) => status < 400)
    expect(taken.length).toBeGreaterThan(0)
    const ids = new Set(taken.map(({ body }) => body.id))
    expect(ids.size).toBe(1)
    const [id = ''] = ids
    const items = await itemsOf(id)
    expect(items).toHaveLength(1)
    expect(items[0]?.['version']).toEqual({ N: '1' })
  })
})
