import * as ordersApi from '../../../functions/orders/api.ts'
import { commitOrder } from '../../../functions/orders/order/order.store.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import type { OrderView } from '../../../functions/orders/order/order-requests.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import type { Problem } from '../../../shared/http/problem.ts'
import { cause } from '../../support/cause.ts'
import { callerOf, ifMatch, storeA } from '../../support/http.ts'
import {
  after,
  anOrderThatIs,
  aPlaceOrder,
  fixedNow,
  packed,
  paid,
  passed,
  type Step,
} from '../../support/orders.ts'
import { saveOrder } from '../../support/saved-orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const call = callerOf(ordersApi)

/** A placed order in the table, after one decision per step. */
const storeOrder = (...steps: Step[]): Promise<Order> =>
  saveOrder(placeOrder(aPlaceOrder(), storeA.store, fixedNow), ...steps)

const changes = [
  { method: 'PATCH', path: '', body: { customer: { phone: null } } },
  { method: 'POST', path: '/holds', body: { code: 'ask', reason: 'look again' } },
  { method: 'DELETE', path: '/holds/ask', query: { reason: 'fine' } },
  { method: 'POST', path: '/pay', body: {} },
  { method: 'POST', path: '/pack', body: {} },
  { method: 'POST', path: '/dispatch', body: {} },
  { method: 'POST', path: '/deliver', body: {} },
  { method: 'POST', path: '/cancel', body: { reason: 'given up' } },
  { method: 'POST', path: '/return', body: { reason: 'cracked' } },
]

describe('changing an order', () => {
  it.each(changes)('$method $path requires If-Match: 428', async ({ method, path, ...rest }) => {
    const { id } = await storeOrder()
    const { status, body } = await call(method, `/orders/${id}${path}`, rest)
    expect([status, body.code]).toEqual([428, 'if-match-missing'])
  })

  it.each(changes)('$method $path rejects a stale version with 412 and writes nothing', async (change) => {
    const { id } = await storeOrder(paid)
    const before = await stage.table.items()
    const { status, body } = await call(change.method, `/orders/${id}${change.path}`, {
      ...change,
      headers: ifMatch(1),
    })
    expect([status, body.code]).toEqual([412, 'stale-version'])
    expect(await stage.table.items()).toEqual(before)
  })

  it('accepts a list of versions and the wildcard', async () => {
    const { id } = await storeOrder()
    const hold = (code: string, match: string) =>
      call<OrderView>('POST', `/orders/${id}/holds`, {
        body: { code, reason: 'look' },
        headers: { 'if-match': match },
      })
    expect((await hold('a', '"7", "1"')).status).toBe(201)
    expect((await hold('b', '*')).body.version).toBe(3)
    expect((await hold('c', 'W/"3"')).status).toBe(412)
    expect((await hold('d', '3')).status).toBe(412)
  })

  it('accepts one of ten concurrent changes, and rejects the others', async () => {
    const { id } = await storeOrder()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        call('PATCH', `/orders/${id}`, {
          body: { shippingAddress: { complement: `fundos ${n}` } },
          headers: ifMatch(1),
        }),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)])
    expect((await call<OrderView>('GET', `/orders/${id}`)).body.version).toBe(2)
  })
})

describe('the scenario of an order', () => {
  it('pays, packs, dispatches, delivers and returns the order, each with a new ETag', async () => {
    const { id, version } = await storeOrder(passed)
    const steps = [
      { path: 'pay', body: { reference: 'pay-1' }, is: { status: 'placed' } },
      { path: 'pack', body: {}, is: { status: 'packed' } },
      { path: 'dispatch', body: { carrier: 'Correios' }, is: { status: 'dispatched', carrier: 'Correios' } },
      { path: 'deliver', body: {}, is: { status: 'delivered' } },
      { path: 'return', body: { reason: 'cracked' }, is: { status: 'returned', reason: 'cracked' } },
    ]
    for (const [n, { path, body, is }] of steps.entries()) {
      const answer = await call<OrderView>('POST', `/orders/${id}/${path}`, {
        body,
        headers: ifMatch(version + n),
      })
      expect(answer.status).toBe(200)
      expect(answer.headers['etag']).toBe(`"${version + n + 1}"`)
      expect(answer.body).toMatchObject({ ...is, version: version + n + 1 })
    }
  })

  it('rejects an early dispatch with 409 and the blockers', async () => {
    const { id, version } = await storeOrder(packed)
    const answer = await call<Problem & { blockers: string[] }>('POST', `/orders/${id}/dispatch`, {
      body: {},
      headers: ifMatch(version),
    })
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'not-dispatchable', blockers: ['not-paid', 'not-passed'] })
  })

  it('rejects the delivery of an undispatched order with 409 and both statuses', async () => {
    const { id } = await storeOrder()
    const { status, body } = await call('POST', `/orders/${id}/deliver`, { body: {}, headers: ifMatch(1) })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'illegal-transition',
      orderStatus: 'placed',
      expectedStatus: ['dispatched'],
    })
  })

  it('accepts an empty body for an action without parameters', async () => {
    const { id } = await storeOrder()
    expect((await call<OrderView>('POST', `/orders/${id}/pack`, { headers: ifMatch(1) })).status).toBe(200)
  })

  it('cancels the order with a reason', async () => {
    const { id } = await storeOrder()
    const answer = await call<OrderView>('POST', `/orders/${id}/cancel`, {
      body: { reason: 'given up' },
      headers: ifMatch(1),
    })
    expect(answer.body).toMatchObject({ status: 'cancelled', reason: 'given up' })
  })
})

describe('correcting an order', () => {
  const patch = <Body = OrderView>(id: string, body: unknown, version = 1) =>
    call<Body>('PATCH', `/orders/${id}`, { body, headers: ifMatch(version) })

  it('merges given fields, removes null fields and makes a new content', async () => {
    const { id, shippingAddress } = await storeOrder()
    const { status, body, headers } = await patch(id, {
      shippingAddress: { cep: '04567-020', complement: null },
      dispatchBy: '2026-11-27T09:00:00-03:00',
    })
    expect(status).toBe(200)
    expect(headers['etag']).toBe('"2"')
    const { complement: _, ...rest } = shippingAddress
    expect(body).toMatchObject({ contentVersion: 2, dispatchBy: '2026-11-27T12:00:00.000Z' })
    expect(body.shippingAddress).toEqual({ ...rest, cep: '04567-020' })
  })

  it('keeps the version when nothing changes', async () => {
    const { id, customer } = await storeOrder()
    const { status, body } = await patch(id, { customer })
    expect([status, body.version]).toEqual([200, 1])
  })

  it.each([
    { field: 'customer.name', body: { customer: { name: null } } },
    { field: 'customer.name', body: { customer: { name: ' ' } } },
    { field: 'totals.total', body: { totals: { total: null } } },
    { field: 'lines', body: { lines: [] } },
    { field: 'lines', body: { lines: null } },
    { field: 'lines[0].quantity', body: { lines: [{ sku: 'A', title: 'A', quantity: 0, unitPrice: 1 }] } },
    { field: 'customer', body: { customer: null } },
    { field: 'shippingAddress', body: { shippingAddress: null } },
    { field: 'payment', body: { payment: { status: 'approved', approvedAmount: 12_000 } } },
    { field: 'currency', body: { currency: 'USD' } },
    { field: 'externalId', body: { externalId: 'other' } },
  ])('rejects an invalid $field with 400', async ({ field, body }) => {
    const { id } = await storeOrder()
    const before = await stage.table.partition(`S#${storeA.store}#ORDER#${id}`)
    const answer = await patch<Problem>(id, body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.map(({ path }) => path)).toEqual([field])
    expect(await stage.table.partition(`S#${storeA.store}#ORDER#${id}`)).toEqual(before)
  })
})

describe('holding an order', () => {
  const hold = <Body = OrderView>(id: string, code: string, headers: Record<string, string>) =>
    call<Body>('POST', `/orders/${id}/holds`, { body: { code, reason: 'look again' }, headers })

  it('returns the hold’s location, and releases it there with a reason', async () => {
    const { id } = await storeOrder()
    const held = await hold(id, 'ask', ifMatch(1))
    expect(held.status).toBe(201)
    expect(held.headers).toMatchObject({ location: `/orders/${id}/holds/ask`, etag: '"2"' })
    expect(held.body).toMatchObject({ held: true, blockers: ['not-paid', 'not-passed', 'hold:ask'] })
    expect(held.body.holds[0]?.placedBy).toBe(storeA.client)
    const released = await call<OrderView>('DELETE', held.headers['location'] ?? '', {
      query: { reason: 'all fine' },
      headers: ifMatch(2),
    })
    expect(released.status).toBe(200)
    expect(released.body.held).toBe(false)
    expect(released.body.holds[0]?.released).toMatchObject({ by: storeA.client, reason: 'all fine' })
  })

  it('rejects a second hold of one name with 409, and the release of a missing hold with 404', async () => {
    const { id } = await storeOrder()
    await hold(id, 'ask', ifMatch(1))
    const again = await hold<Problem>(id, 'ask', ifMatch(2))
    expect([again.status, again.body.code]).toEqual([409, 'hold-exists'])
    const missing = await call('DELETE', `/orders/${id}/holds/other`, {
      query: { reason: 'x' },
      headers: ifMatch(2),
    })
    expect([missing.status, missing.body.code]).toEqual([404, 'not-found'])
  })

  it('requires a reason for the release and a valid hold name', async () => {
    const { id } = await storeOrder()
    const silent = await call('DELETE', `/orders/${id}/holds/ask`, { headers: ifMatch(1) })
    expect(silent.body.errors).toEqual([expect.objectContaining({ path: 'reason' })])
    const odd = await hold<Problem>(id, 'Not A Code', ifMatch(1))
    expect(odd.body.errors).toEqual([expect.objectContaining({ path: 'code' })])
  })

  it('replays the first response under one Idempotency-Key, even after a change', async () => {
    const { id } = await storeOrder()
    const headers = { ...ifMatch(1), 'idempotency-key': 'hold-once' }
    const first = await hold(id, 'ask', headers)
    const again = await hold(id, 'ask', headers)
    expect(again).toEqual({ ...first, headers: { ...first.headers, 'idempotent-replayed': 'true' } })
    const other = await hold<Problem>(id, 'other', headers)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
  })
})

describe('reading an order', () => {
  it('shows the order in each status', async () => {
    for (const status of ['delivered', 'returned', 'cancelled'] as const) {
      const order = anOrderThatIs(status)
      expect(after(order)).toBe(order)
      await commitOrder(
        { next: { ...order, version: 1 }, events: [{ type: 'order.test', data: {} }] },
        cause,
        fixedNow,
      )
      const { body } = await call<OrderView>('GET', `/orders/${order.id}`)
      expect(body).toMatchObject({ status, id: order.id, lines: order.lines })
    }
  })

  it('returns 404 for unknown and malformed ids', async () => {
    for (const id of ['ord_0000000000000000000000000', '__proto__', '%00', 'x'.repeat(64)]) {
      const { status } = await call('GET', `/orders/${id}`)
      expect(status).toBe(404)
    }
    expect((await call('GET', `/orders/${'x'.repeat(65)}`)).status).toBe(400)
    expect((await call('GET', '/orders/a\u0000b')).status).toBe(400)
    expect((await call('PUT', '/orders/x')).status).toBe(404)
    expect((await call('GET', '/nothing')).body.code).toBe('not-found')
  })
})
