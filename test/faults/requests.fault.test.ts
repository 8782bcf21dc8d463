import * as ordersApi from '../../functions/orders/api.ts'
import type { OrderView } from '../../functions/orders/order/order-requests.ts'
import { maxBodyBytes } from '../../shared/http/request.ts'
import { callerOf, type HttpCall, storeA } from '../support/http.ts'
import { aPlaceOrder } from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'
import { hostileOrder, prototypeOrder, twiceKeyedOrder } from './fixtures/hostile-orders.ts'
import { draw, integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'
import type { Tally } from './table/figures.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(ordersApi)
let keys = 0
const post = <Body = { code: string }>(request: HttpCall) =>
  call<Body>('POST', '/orders', { ...request, headers: { 'idempotency-key': `request-${(keys += 1)}` } })
const countItems = async (): Promise<number> => (await fixture.table.items(`S#${storeA.store}#ORDER#`)).length

/** Sends a request that must be rejected; counts a success as doubled. */
async function expectRejected(request: HttpCall, expected: readonly [number, string][]): Promise<Tally> {
  const { status, body } = await post(request)
  const isExpected = expected.some((one) => one[0] === status && one[1] === body.code)
  if (status >= 400) expect([isExpected, status, body.code]).toEqual([true, status, body.code])
  return { tries: 1, lost: 0, doubled: status < 400 ? 1 : 0 }
}

const invalid = [
  [400, 'invalid-request'],
  [400, 'malformed-json'],
] as const satisfies [number, string][]

describe('an invalid order', () => {
  let before: number
  beforeAll(async () => {
    before = await countItems()
  })

  faultRow('prototype-keys', { title: 'POST /orders' }, async (seed) => {
    const tally = await expectRejected({ raw: prototypeOrder(seed) }, invalid.slice(0, 1))
    expect(({} as { status?: string; a?: number }).status ?? ({} as { a?: number }).a).toBeUndefined()
    return tally
  })

  faultRow('oversized-body', { title: 'POST /orders' }, (seed) => {
    const more = integerBetween(1, 3 * maxBodyBytes, seed)
    const letter = oneOf(['x', 'é', '\u{1f4e6}'], seed, 'letter')
    const raw = `{"x":"${letter.repeat(Math.ceil((maxBodyBytes + more) / Buffer.byteLength(letter)))}"}`
    const base64 = draw(seed, 'base64') < 0.5
    return expectRejected({ raw: base64 ? Buffer.from(raw).toString('base64') : raw, base64 }, [
      [413, 'body-too-large'],
    ])
  })

  it('writes nothing', async () => {
    expect(await countItems()).toBe(before)
  })
})

faultRow('hostile-json', { title: 'POST /orders, each value of an order' }, async (seed) => {
  const { raw, harmless } = hostileOrder(seed)
  const { status, body } = await post({ raw })
  if (!harmless) return { tries: 1, lost: 0, doubled: status < 400 ? 1 : 0 }
  if (status === 400) expect(body.code).toBe('invalid-request')
  else expect(status).toBe(201)
  return { tries: 1, lost: 0, doubled: 0 }
})

faultRow('hostile-json', { title: 'POST /orders, text in NFC and NFD, and -0' }, async (seed) => {
  const order = aPlaceOrder()
  const number = `Pedido-é-${seed}-${order.externalId}`
  const [composed, decomposed] = (['NFC', 'NFD'] as const).map((form) => number.normalize(form))
  const of = (externalId = '') => post<OrderView>({ body: { ...order, externalId } })
  const [first, again] = [await of(composed), await of(decomposed)]
  expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id])
  const nothing = JSON.stringify(aPlaceOrder()).replace('"discount":0', '"discount":-0')
  const placed = await post<OrderView>({ raw: nothing })
  expect([placed.status, JSON.stringify(placed.body).includes(':-0')]).toEqual([201, false])
  return { tries: 3, lost: 0, doubled: 0 }
})

faultRow('duplicate-keys', { title: 'POST /orders' }, async (seed) => {
  const { order, raw } = twiceKeyedOrder(seed)
  const { status, body } = await post<OrderView>({ raw })
  expect(status).toBe(201)
  expect(body).toMatchObject(order)
  return { tries: 1, lost: 0, doubled: 0 }
})

describe('a list with a next page', () => {
  let cursor: string
  beforeAll(async () => {
    for (let n = 0; n < 3; n += 1) await post({ body: aPlaceOrder() })
    const page = await call<{ nextCursor?: string }>('GET', '/orders', { query: { limit: '1' } })
    cursor = page.body.nextCursor ?? ''
    if (cursor === '') throw new Error('The list has no next page.')
  })

  faultRow('tampered-cursor', { title: 'GET /orders' }, async (seed) => {
    const at = integerBetween(0, cursor.length - 1, seed)
    const other = cursor[at] === 'A' ? 'B' : 'A'
    const tampered = oneOf(
      [
        `${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`,
        `${cursor.slice(0, at)}${cursor.slice(at + 1)}`,
        cursor.slice(0, at),
        `${cursor}${cursor}`,
        Buffer.from(cursor).toString('base64url'),
        `${cursor.slice(0, at)}${other}${cursor.slice(at)}`,
      ].filter((one) => one !== '' && one !== cursor),
      seed,
      'way',
    )
    const query = { limit: '1', cursor: tampered }
    const { status, body } = await call<{ code: string }>('GET', '/orders', { query })
    if (status >= 400) expect([status, body.code]).toEqual([400, 'invalid-cursor'])
    return { tries: 1, lost: 0, doubled: status < 400 ? 1 : 0 }
  })
})
