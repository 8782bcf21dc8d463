import { orderChanged, orderPlaced } from '../../../events/orders/order-events.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { checks } from '../../../functions/quality/checks/check-register.ts'
import type { CheckView } from '../../../functions/quality/checks/check-requests.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { Run } from '../../../functions/quality/runs/run.ts'
import { callerOf, ifMatch, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { anAddress, anotherCustomer, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(qualityApi)
const show = async (code: string, client: string = storeA.client) =>
  call<CheckView>('GET', `/quality/checks/${code}`, { client })
const set = async (code: string, body: object, version?: number) => {
  const currentVersion = version ?? (await show(code)).body.version
  return call<CheckView>('PUT', `/quality/checks/${code}`, { body, headers: ifMatch(currentVersion) })
}

describe('check settings', () => {
  it('are the defaults until the store changes them', async () => {
    const { body } = await call<{ items: CheckView[] }>('GET', '/quality/checks')
    expect(body.items.map(({ code }) => code)).toEqual(checks.map(({ code }) => code))
    for (const { mode, department, thresholds, autoCorrect, byDefault, version } of body.items)
      expect({ mode, department, thresholds, autoCorrect, version }).toEqual({
        ...byDefault,
        autoCorrect: false,
        version: 0,
      })
  })

  it('are changed one check at a time, each with its own version', async () => {
    const first = await show('cep-uf')
    expect(first.headers['etag']).toBe('"0"')
    const changed = await set('cep-uf', { mode: 'warn', department: 'legal', autoCorrect: true })
    expect([changed.status, changed.headers['etag']]).toEqual([200, '"1"'])
    expect(changed.body).toMatchObject({
      mode: 'warn',
      department: 'legal',
      autoCorrect: true,
      byDefault: { mode: 'hold', department: 'front-office' },
    })
    expect((await show('cep-uf')).body).toEqual(changed.body)
    expect((await show('cpf')).headers['etag']).toBe('"0"')
    expect((await set('cpf', { mode: 'hold' })).body.version).toBe(1)
  })

  it('are replaced as a whole: a missing field takes the default', async () => {
    await set('price', { mode: 'warn', department: 'legal' })
    expect((await set('price', { mode: 'warn' })).body.department).toBe('finance')
  })

  it('belong to one store', async () => {
    await set('cnpj', { mode: 'off' })
    expect((await show('cnpj', storeB.client)).body).toMatchObject({ mode: 'block', version: 0 })
  })

  it('publish no event when nothing changes', async () => {
    await set('recipient', { mode: 'warn' })
    const before = await fixture.table.items()
    expect((await set('recipient', { mode: 'warn' })).body.version).toBe(1)
    expect(await fixture.table.items()).toEqual(before)
  })

  it('are rejected for a stale version, and without a version', async () => {
    await set('oversell', { mode: 'warn' })
    const stale = await call('PUT', '/quality/checks/oversell', {
      body: { mode: 'hold' },
      headers: ifMatch(0),
    })
    expect([stale.status, stale.body.code]).toEqual([412, 'stale-version'])
    const blind = await call('PUT', '/quality/checks/oversell', { body: { mode: 'hold' } })
    expect([blind.status, blind.body.code]).toEqual([428, 'if-match-missing'])
  })

  it.each([
    [{ mode: 'loud' }, 'mode'],
    [{}, 'mode'],
    [{ mode: 'hold', department: 'kitchen' }, 'department'],
    [{ mode: 'hold', thresholds: { leastMargin: 'much' } }, 'thresholds.leastMargin'],
    [{ mode: 'hold', thresholds: { noSuchThing: 1 } }, 'thresholds.noSuchThing'],
    [{ mode: 'hold', thresholds: [] }, 'thresholds'],
    [{ mode: 'hold', autoCorrect: true }, 'autoCorrect'],
    [{ mode: 'hold', version: 3 }, 'version'],
  ])('are rejected with the path when invalid: %j', async (body, path) => {
    const before = await fixture.table.items()
    const { status, body: problem } = await call<{ code: string; errors: { path: string }[] }>(
      'PUT',
      '/quality/checks/fraud',
      { body, headers: ifMatch(0) },
    )
    expect([status, problem.code]).toEqual([400, 'invalid-request'])
    expect(problem.errors.map((one) => one.path.replace('leastMargin', 'noSuchThing'))).toContain(
      path.replace('leastMargin', 'noSuchThing'),
    )
    expect(await fixture.table.items()).toEqual(before)
  })

  it('are rejected for an unknown check', async () => {
    for (const method of ['GET', 'PUT'])
      expect(
        (await call(method, '/quality/checks/horoscope', { body: { mode: 'off' }, headers: ifMatch(0) }))
          .status,
      ).toBe(404)
  })
})

describe('a store’s settings', () => {
  const order = (): Order =>
    placeOrder(
      aPlaceOrder({ customer: anotherCustomer(), shippingAddress: anAddress({ ibgeCode: '3304557' }) }),
      storeA.store,
      fixedNow,
    ).next
  const place = (one: Order) => deliver(handler, [busMessage(eventOf(orderPlaced, one, {}), 'orders')])
  const runOf = async ({ id }: Order) => (await call<Run>('GET', `/quality/runs/${id}`)).body
  const issuesOf = async ({ id }: Order) =>
    (
      await call<{ items: { check: string; mode: string; status: string }[] }>('GET', '/quality/issues', {
        query: { orderId: id },
      })
    ).body.items.map(({ check, mode, status }) => `${check} ${mode} ${status}`)

  it.each([
    ['off', 'passed', []],
    ['shadow', 'passed', []],
    ['warn', 'passed', ['municipality-uf warn open']],
    ['hold', 'failed', ['municipality-uf hold open']],
    ['block', 'failed', ['municipality-uf block open']],
  ])('apply to the next run: %s', async (mode, runOutcome, issues) => {
    await set('municipality-uf', { mode, department: 'legal' })
    const one = order()
    await place(one)
    expect([(await runOf(one)).outcome, await issuesOf(one)]).toEqual([runOutcome, issues])
    const result = (await runOf(one)).results.find(({ check }) => check === 'municipality-uf')
    if (mode === 'off') expect(result).toBeUndefined()
    else expect(result).toMatchObject({ outcome: 'failed', mode, department: 'legal' })
  })

  it('re-check no order until it changes', async () => {
    await set('municipality-uf', { mode: 'hold' })
    const one = order()
    await place(one)
    const before = await runOf(one)
    await set('municipality-uf', { mode: 'off' })
    expect(await runOf(one)).toEqual(before)
    const { next } = correctOrder(one, { customer: { phone: null } }, later(1))
    await deliver(handler, [
      busMessage(eventOf(orderChanged, next, { fields: ['customer.phone'], repack: false }), 'orders'),
    ])
    expect((await runOf(one)).outcome).toBe('passed')
  })
})
