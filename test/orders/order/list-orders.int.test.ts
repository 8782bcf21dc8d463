import * as ordersApi from '../../../functions/orders/api.ts'
import { placeHold } from '../../../functions/orders/holds/order-holds.ts'
import { orders } from '../../../functions/orders/order/order.store.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import type { OrderView } from '../../../functions/orders/order/order-requests.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { lists as register } from '../../../shared/table/keys.ts'
import { list } from '../../../shared/table/list.store.ts'
import { callerOf, storeA, storeB } from '../../support/http.ts'
import { aPlaceOrder, cancelled, fixedNow, packed, type Step } from '../../support/orders.ts'
import { saveOrder } from '../../support/saved-orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

const call = callerOf(ordersApi)
const held = (order: Order) => placeHold(order, { code: 'ask', reason: 'look', placedBy: 'ana' }, fixedNow)
const day = (n: number) => `2026-12-${String(n).padStart(2, '0')}T12:00:00.000Z`

interface Listing {
  readonly items: OrderView[]
  readonly nextCursor?: string
}

const storeOrder = (dispatchBy: string | undefined, ...steps: Step[]) => {
  const { dispatchBy: _, ...command } = aPlaceOrder()
  const sale = dispatchBy === undefined ? command : { ...command, dispatchBy }
  return saveOrder(placeOrder(sale, storeA.store, fixedNow), ...steps)
}

let stage: SuiteFixture
/** Twelve orders of store A: three with one deadline, two without a deadline. */
let storedOrders: Order[]
beforeAll(async () => {
  stage = await startSuiteFixture()
  storedOrders = await Promise.all([
    storeOrder(day(1)),
    storeOrder(day(2), held),
    storeOrder(day(3), packed),
    storeOrder(day(4)),
    storeOrder(day(4)),
    storeOrder(day(4), packed, held),
    storeOrder(day(5), cancelled),
    storeOrder(day(6), held, cancelled),
    storeOrder(day(7), held),
    storeOrder(day(8)),
    storeOrder(undefined),
    storeOrder(undefined, packed),
  ])
  await saveOrder(placeOrder(aPlaceOrder(), storeB.store, fixedNow))
})
afterAll(() => stage.stop())

const page = (query: Record<string, string>) => call<Listing>('GET', '/orders', { query })

/** All pages of a list, one after another. */
async function all(query: Record<string, string>): Promise<OrderView[][]> {
  const pages: OrderView[][] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { body }: { body: Listing } = await page({ ...query, ...(cursor === '' ? {} : { cursor }) })
    pages.push(body.items)
    cursor = body.nextCursor
    if (pages.length > 50) throw new Error('the list has no end')
  }
  return pages
}

const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id)
const expected = (wanted: (order: Order) => boolean) =>
  storedOrders
    .filter(wanted)
    .sort((a, b) => (`${a.dispatchBy ?? '9999'}#${a.id}` < `${b.dispatchBy ?? '9999'}#${b.id}` ? -1 : 1))
    .map(({ id }) => id)
const isHeld = ({ holds, status }: Order) => holds.length > 0 && status !== 'cancelled'
const isOpen = ({ status }: Order) => status !== 'cancelled'

const lists: readonly { query: Record<string, string>; wanted: (order: Order) => boolean }[] = [
  { query: {}, wanted: () => true },
  { query: { status: 'placed' }, wanted: ({ status }) => status === 'placed' },
  { query: { status: 'packed' }, wanted: ({ status }) => status === 'packed' },
  { query: { status: 'cancelled' }, wanted: ({ status }) => status === 'cancelled' },
  { query: { status: 'delivered' }, wanted: () => false },
  { query: { held: 'true' }, wanted: isHeld },
  { query: { held: 'false' }, wanted: (order) => !isHeld(order) },
  { query: { held: 'true', status: 'packed' }, wanted: (one) => isHeld(one) && one.status === 'packed' },
  { query: { dueBefore: day(4) }, wanted: (one) => isOpen(one) && (one.dispatchBy ?? '9') < day(4) },
  { query: { dueBefore: day(5) }, wanted: (one) => isOpen(one) && (one.dispatchBy ?? '9') < day(5) },
  {
    query: { dueBefore: day(5), held: 'true' },
    wanted: (one) => isHeld(one) && (one.dispatchBy ?? '9') < day(5),
  },
  {
    query: { dueBefore: '2026-12-04T09:00:00-03:00', status: 'placed' },
    wanted: (one) => one.status === 'placed' && (one.dispatchBy ?? '9') < day(4),
  },
]

describe('GET /orders', () => {
  it.each(lists)('lists $query, the most urgent first', async ({ query, wanted }) => {
    const { status, body } = await page(query)
    expect(status).toBe(200)
    expect(ids(body.items)).toEqual(expected(wanted))
    expect(body).not.toHaveProperty('nextCursor')
  })

  it.each(lists.flatMap((one) => [1, 2, 3, 5].map((limit) => ({ ...one, limit }))))(
    'lists each order of $query once, in pages of $limit',
    async ({ query, wanted, limit }) => {
      const pages = await all({ ...query, limit: String(limit) })
      expect(ids(pages.flat())).toEqual(expected(wanted))
      for (const items of pages) expect(items.length).toBeLessThanOrEqual(limit)
    },
  )

  it('shows each order as GET /orders/{orderId} does', async () => {
    const { body } = await page({ status: 'packed' })
    for (const item of body.items)
      expect(item).toEqual((await call<OrderView>('GET', `/orders/${item.id}`)).body)
  })

  it('hides the orders from another store', async () => {
    const theirs = await call<Listing>('GET', '/orders', { client: storeB.client })
    expect(theirs.body.items.map(({ store }) => store)).toEqual([storeB.store])
  })

  it.each([
    { path: 'limit', query: { limit: '0' } },
    { path: 'limit', query: { limit: '101' } },
    { path: 'limit', query: { limit: '1.5' } },
    { path: 'limit', query: { limit: 'ten' } },
    { path: 'status', query: { status: 'lost' } },
    { path: 'held', query: { held: 'yes' } },
    { path: 'dueBefore', query: { dueBefore: 'tomorrow' } },
    { path: 'order', query: { order: 'asc' } },
  ])('rejects $query and names $path', async ({ path, query }) => {
    const { status, body } = await call('GET', '/orders', { query })
    expect(status).toBe(400)
    expect(body.errors?.map((one) => one.path)).toEqual([path])
  })
})

describe('a cursor', () => {
  const cursorOf = async (query: Record<string, string>) => (await page(query)).body.nextCursor ?? ''
  const refusal = async (query: Record<string, string>, client: string = storeA.client) => {
    const { status, body } = await call('GET', '/orders', { query, client })
    return [status, body.code]
  }
  const invalid = [400, 'invalid-cursor']

  it('is rejected with any character changed, removed or added', async () => {
    const cursor = await cursorOf({ limit: '2' })
    const other = (char: string | undefined) => (char === 'A' ? 'B' : 'A')
    const tampered = [
      ...Array.from(cursor, (char, n) => cursor.slice(0, n) + other(char) + cursor.slice(n + 1)),
      cursor.slice(1),
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}.A`,
      cursor.replace('.', '=.'),
      'x',
      '.',
      'é',
    ]
    const answers = await Promise.all(tampered.map((one) => refusal({ limit: '2', cursor: one })))
    expect(answers).toEqual(tampered.map(() => invalid))
  })

  it('is rejected by another list, route or store', async () => {
    const cursor = await cursorOf({ limit: '2' })
    expect(await refusal({ cursor, status: 'placed' })).toEqual(invalid)
    expect(await refusal({ cursor, held: 'false' })).toEqual(invalid)
    expect(await refusal({ cursor }, storeB.client)).toEqual(invalid)
    const [order] = storedOrders
    const history = await call('GET', `/orders/${order?.id}/history`, { query: { cursor } })
    expect([history.status, history.body.code]).toEqual(invalid)
  })

  it('accepts another page size', async () => {
    const cursor = await cursorOf({ limit: '2' })
    const rest = await page({ cursor, limit: '100' })
    expect(ids(rest.body.items)).toEqual(expected(() => true).slice(2))
  })
})

describe('reading an index that is behind the table', () => {
  it('shows an order once while it is in two partitions', async () => {
    const [order] = storedOrders
    const twice = [
      register.ordersByStatus.partition(storeA.store, 'placed'),
      register.ordersByStatus.partition(storeA.store, 'placed'),
    ]
    const found = await list(orders, storeA.store, { index: 'gsi1', partitions: twice, limit: 100 })
    expect(ids(found.items)).toContain(order?.id)
    expect(new Set(ids(found.items)).size).toBe(found.items.length)
    const short = await list(orders, storeA.store, { index: 'gsi1', partitions: twice, limit: 1 })
    expect(ids(short.items)).toEqual([order?.id])
    const rest = await list(orders, storeA.store, {
      index: 'gsi1',
      partitions: twice,
      limit: 100,
      after: short.next,
    })
    expect(ids(rest.items)).toEqual(ids(found.items).slice(1))
  })

  it('omits a released order from the list of held orders', async () => {
    const found = await stage.table.items(`S#${storeA.store}#ORDER#`)
    const queued = found.filter(({ gsi2pk }) => gsi2pk?.S === register.heldOrders.partition(storeA.store))
    expect(queued).toHaveLength(storedOrders.filter(isHeld).length)
  })
})
