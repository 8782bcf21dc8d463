import * as ordersApi from '../../functions/orders/api.ts'
import type { OrderView } from '../../functions/orders/order/order-requests.ts'
import type { PlaceOrder } from '../../functions/orders/order/place-order.ts'
import { callerOf, type HttpAnswer, ifMatch, storeA } from '../support/http.ts'
import { aPlaceOrder } from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'
import { type FaultAt, injectTableFaults, type TableFaults } from './fixtures/table-faults.ts'
import { draw, integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'
import type { Tally } from './table/figures.ts'

let fixture: SuiteFixture
let faults: TableFaults
beforeAll(async () => {
  fixture = await startSuiteFixture()
  faults = injectTableFaults()
})
afterAll(async () => {
  faults.stop()
  await fixture.stop()
})

type Answer = HttpAnswer<OrderView>

const call = callerOf(ordersApi)
let keys = 0
const newKey = (): string => `fault-${(keys += 1)}`
const place = (body: PlaceOrder, key: string): Promise<Answer> =>
  call<OrderView>('POST', '/orders', { body, headers: { 'idempotency-key': key } })
const getOrder = async (id: string): Promise<OrderView> =>
  (await call<OrderView>('GET', `/orders/${id}`)).body
const itemsOf = (id: string) => fixture.table.partition(`S#${storeA.store}#ORDER#${id}`)
const hasRetryAfter = ({ headers }: Answer): boolean => Number(headers['retry-after']) > 0

/** Compares the version of an order with the expected one. */
async function versions(id: string, expected: number, tries: number): Promise<Tally> {
  const { version } = await getOrder(id)
  return { tries, lost: Math.max(0, expected - version), doubled: Math.max(0, version - expected) }
}

const scenario = [
  { method: 'POST', path: '/pay', body: {} },
  { method: 'PATCH', path: '', body: { customer: { phone: null } } },
  { method: 'PATCH', path: '', body: { shippingAddress: { number: '12' } } },
  { method: 'POST', path: '/cancel', body: { reason: 'given up' } },
] as const

faultRow('killed-between-writes', { title: 'the order scenario through the API' }, async (seed) => {
  let tries = 0
  /** Crashes before or after about half of the writes in the first attempts. */
  const retry = async (step: string, request: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      tries += 1
      const faultAt: FaultAt = (write) => {
        const random = attempt > 3 ? 1 : draw(seed, step, attempt, write)
        return random < 0.3 ? 'dieBefore' : random < 0.6 ? 'dieAfter' : undefined
      }
      const { result } = await faults.during(faultAt, request)
      if (result.status < 500) return result
    }
  }
  const [order, key] = [aPlaceOrder(), newKey()]
  const { id } = (await retry('place', () => place(order, key))).body
  for (const [n, { method, path, body }] of scenario.entries()) {
    const answer = await retry(path + n, () =>
      call<OrderView>(method, `/orders/${id}${path}`, { body, headers: ifMatch(n + 1) }),
    )
    // After a crash behind the write, the retry finds the next version.
    if (answer.status !== 412) expect(answer.status).toBe(200)
  }
  expect(await getOrder(id)).toMatchObject({ status: 'cancelled', shippingAddress: { number: '12' } })
  return versions(id, 1 + scenario.length, tries)
})

/** True when the answer was received; after many lost answers the SDK stops and the caller gets an error. */
function isReported({ status }: Answer, success: number): boolean {
  if (status < 500) expect(status).toBe(success)
  return status < 500
}

faultRow('answer-lost', { title: 'placing and changing an order', concurrency: 5 }, async (seed) => {
  const [order, key] = [aPlaceOrder(), newKey()]
  const once: FaultAt = (write) => (write <= integerBetween(1, 2, seed) ? 'loseAnswer' : undefined)
  const placed = await faults.during(once, () => place(order, key))
  const replayed = await place(order, key)
  expect(replayed.status).toBe(201)
  if (isReported(placed.result, 201)) expect(replayed.body).toEqual(placed.result.body)
  const { id } = replayed.body
  const changed = await faults.during(once, () =>
    call<OrderView>('PATCH', `/orders/${id}`, { body: { customer: { phone: null } }, headers: ifMatch(1) }),
  )
  if (isReported(changed.result, 200)) expect(changed.result.body.version).toBe(2)
  return versions(id, 2, placed.writes + changed.writes + 1)
})

faultRow('throttling', { title: 'placing an order', cost: 'slow', concurrency: 20 }, async (seed) => {
  const [order, key] = [aPlaceOrder(), newKey()]
  const before = await faults.during(
    () => 'throttle',
    () => place(order, key),
  )
  expect([before.result.status, hasRetryAfter(before.result)]).toEqual([503, true])
  expect(before.writes).toBeLessThanOrEqual(4)
  // The SDK backs off from a throttled table; the caller retries as Retry-After says.
  const some = integerBetween(1, 3, seed)
  let throttled = 0
  const faultAt: FaultAt = () => ((throttled += 1) <= some ? 'throttle' : undefined)
  for (let requests = 1; ; requests += 1) {
    const { result } = await faults.during(faultAt, () => place(order, key))
    if (result.status === 201) return versions(result.body.id, 1, before.writes + throttled)
    expect([result.status, hasRetryAfter(result)]).toEqual([503, true])
    expect(requests).toBeLessThan(5)
  }
})

faultRow(
  'transaction-conflict',
  { title: 'placing and changing an order', cost: 'slow', concurrency: 10 },
  async (seed) => {
    const [order, key] = [aPlaceOrder(), newKey()]
    const conflicts = integerBetween(1, 7, seed)
    const faultAt: FaultAt = (write) => (write <= conflicts ? 'conflict' : undefined)
    const first = await faults.during(faultAt, () => place(order, key))
    // After six attempts the caller is told to retry.
    expect(first.result.status).toBe(conflicts < 6 ? 201 : 409)
    expect(hasRetryAfter(first.result)).toBe(conflicts >= 6)
    const placed = await place(order, key)
    expect(placed.status).toBe(201)
    const { id } = placed.body
    const change = () => call<OrderView>('POST', `/orders/${id}/pay`, { body: {}, headers: ifMatch(1) })
    const paid = await faults.during(faultAt, change)
    expect([paid.result.status, hasRetryAfter(paid.result)]).toEqual(
      conflicts < 6 ? [200, false] : [503, true],
    )
    if (paid.result.status !== 200) expect((await change()).status).toBe(200)
    return versions(id, 2, first.writes + paid.writes)
  },
)

const otherSteps = [
  (order: PlaceOrder, n: number) => ({ ...order, externalId: `${order.externalId}-${n}` }),
  (order: PlaceOrder, n: number) => ({ ...order, totals: { ...order.totals, total: n } }),
  (order: PlaceOrder, n: number) => ({ ...order, customer: { ...order.customer, name: `Outra ${n}` } }),
  (order: PlaceOrder) => ({ ...order, lines: order.lines.slice(1) }),
] as const

faultRow('same-key-other-body', { title: 'POST /orders' }, async (seed) => {
  const [order, key] = [aPlaceOrder(), newKey()]
  const first = await place(order, key)
  const other = oneOf(otherSteps, seed)(order, seed)
  const { status, body } = await place(other, key)
  expect([status, (body as unknown as { code: string }).code]).toEqual([422, 'idempotency-key-reused'])
  expect((await place(order, key)).body).toEqual(first.body)
  return versions(first.body.id, 1, 2)
})

faultRow('same-key-in-flight', { title: 'POST /orders, 8 at once' }, async (seed) => {
  const [order, key] = [aPlaceOrder(), newKey()]
  const answers = await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      const late: FaultAt = (write) => (draw(seed, n, write) < 0.1 ? 'conflict' : undefined)
      return (await faults.during(late, () => place(order, key))).result
    }),
  )
  const taken = answers.filter(({ status }) => status === 201)
  const refused = answers.filter(({ status }) => status !== 201)
  expect(refused.filter((one) => one.status !== 409 || !hasRetryAfter(one))).toEqual([])
  const [first] = taken
  if (first === undefined) return { tries: answers.length, lost: 1, doubled: 0 }
  for (const { body } of taken) expect(body).toEqual(first.body)
  return versions(first.body.id, 1, answers.length)
})

faultRow('old-key', { title: 'POST /orders after the order has changed' }, async (seed) => {
  const [order, key] = [aPlaceOrder(), newKey()]
  const first = await place(order, key)
  const { id } = first.body
  await call('PATCH', `/orders/${id}`, { body: { customer: { phone: null } }, headers: ifMatch(1) })
  // Each call has its own client token, so only the answer stored for two days can be replayed.
  const tokens = new Set<string>()
  const repeats = integerBetween(1, 3, seed)
  for (let n = 0; n < repeats; n += 1) {
    const replayed = await place(order, key)
    expect(replayed.headers['idempotent-replayed']).toBe('true')
    expect(replayed.body).toEqual(first.body)
    tokens.add(replayed.body.id)
  }
  return versions([...tokens][0] ?? id, 2, repeats)
})

it('idempotent answers are stored for at least a day', async () => {
  const ends = (await fixture.table.items(`S#${storeA.store}#ANSWER#`)).map(({ ttl }) => Number(ttl?.N))
  const inADay = Date.now() / 1000 + 24 * 3600
  expect(ends.length).toBeGreaterThan(0)
  expect(ends.filter((end) => end < inADay)).toEqual([])
})

faultRow('lost-update', { title: 'PATCH of one version, 6 at once' }, async (seed) => {
  const { body: placed } = await place(aPlaceOrder(), newKey())
  const writers = integerBetween(2, 6, seed)
  const answers = await Promise.all(
    Array.from({ length: writers }, (_, n) =>
      call<OrderView>('PATCH', `/orders/${placed.id}`, {
        body: { shippingAddress: { number: `${n + 1}` } },
        headers: ifMatch(1),
      }),
    ),
  )
  const done = answers.filter(({ status }) => status === 200)
  expect(answers.filter(({ status }) => status !== 200).map(({ status }) => status)).toEqual(
    Array.from({ length: writers - done.length }, () => 412),
  )
  expect((await getOrder(placed.id)).shippingAddress.number).toBe(done[0]?.body.shippingAddress.number)
  expect((await itemsOf(placed.id)).filter(({ sk }) => sk?.S === 'ORDER')).toHaveLength(1)
  return { tries: writers, lost: Math.max(0, 1 - done.length), doubled: Math.max(0, done.length - 1) }
})
