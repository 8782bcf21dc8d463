import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import * as ordersInbox from '../../../functions/orders/inbox.ts'
import { commitOrder } from '../../../functions/orders/order/order.store.ts'
import type { Order, OrderDecision } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import { cancelOrder } from '../../../functions/orders/progress/order-progress.ts'
import { findScan, scans } from '../../../functions/orders/scans/order-scan.store.ts'
import { fullEvents } from '../../../functions/outbox/full-events.ts'
import { fileHistory } from '../../../functions/outbox/history.store.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { backTests } from '../../../functions/quality/back-tests/back-test.store.ts'
import type { BackTest } from '../../../functions/quality/back-tests/back-test.ts'
import * as qualityInbox from '../../../functions/quality/inbox.ts'
import { itemKey, type KindName } from '../../../shared/table/keys.ts'
import { recordOf } from '../../outbox/stream.ts'
import { cause } from '../../support/cause.ts'
import { callerOf, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver } from '../../support/inbox.ts'
import { anOrderThatIs, aPlaceOrder, fixedNow } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

const call = callerOf(qualityApi)
const range = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' }
const rightCpf = '111.444.777-35'
const wrongCpf = '111.444.777-36'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

/** The events of an aggregate's newest version, as the relay publishes and files them. */
async function eventsOf(kind: KindName, id: string) {
  const items = await fixture.table.partition(itemKey(kind, storeA.store, id))
  const item = items.find(({ sk }) => sk?.S === kind)
  const image = recordOf(item ?? {}).dynamodb?.NewImage
  if (image?.['outbox'] === undefined) return []
  const outbox = fullEvents(image)
  await fileHistory([outbox])
  return [...outbox.events]
}

async function saveOrder(decision: OrderDecision): Promise<Order> {
  await commitOrder(decision, cause, fixedNow)
  await eventsOf('ORDER', decision.next.id)
  return decision.next
}

const place = (document: string, placedAt = fixedNow) => {
  const command = aPlaceOrder({ placedAt })
  return placeOrder({ ...command, customer: { ...command.customer, document } }, storeA.store, fixedNow)
}

let keys = 0
const start = (body: object, key = `key-${(keys += 1)}`) =>
  call<BackTest>('POST', '/quality/checks/cpf/back-test', { body, headers: { 'idempotency-key': key } })
const show = async (id: string) => (await call<BackTest>('GET', `/quality/back-tests/${id}`)).body

/** Delivers all events of orders and quality, each twice, until the back-test is finished. */
async function runToTheEnd(id: string): Promise<BackTest> {
  for (let turn = 0; turn < 50; turn += 1) {
    const ownEvents = (await eventsOf(backTests.name, id)).map((event) => busMessage(event, 'quality'))
    const scan = await findScan(storeA.store, id)
    const scanEvents = scan === undefined ? [] : await eventsOf(scans.name, scan.id)
    const messages = scanEvents.map((event) => busMessage(event, 'orders'))
    expect(await deliver(qualityInbox.handler, [...messages, ...messages])).toEqual([])
    expect(await deliver(ordersInbox.handler, [...ownEvents, ...messages, ...messages])).toEqual([])
    const backTest = await show(id)
    if (backTest.status === 'finished') return backTest
  }
  throw new Error('the back-test is expected to come to its end')
}

describe('a back-test over past orders', () => {
  it('reports what the check would have held and how much of it was right, and changes no order', async () => {
    const right = await saveOrder(place(rightCpf))
    await saveOrder(place(wrongCpf))
    await saveOrder(place(wrongCpf, '2026-10-31T23:59:59.999Z'))
    await saveOrder(place(wrongCpf, range.to))
    await saveOrder(cancelOrder(await saveOrder(place(wrongCpf)), 'given up', fixedNow))
    await saveOrder(
      correctOrder(await saveOrder(place(wrongCpf)), { customer: { document: rightCpf } }, fixedNow),
    )
    const delivered = anOrderThatIs('delivered')
    await saveOrder({
      next: { ...delivered, version: 1, customer: { ...delivered.customer, document: wrongCpf } },
      events: [{ type: 'order.placed', data: {} }],
    })
    const before = await fixture.table.items(itemKey('ORDER', storeA.store, ''))

    const { status, body, headers } = await start({ settings: { mode: 'block' }, ...range })
    expect([status, headers['location']]).toEqual([201, `/quality/back-tests/${body.id}`])
    const { result, pages } = await runToTheEnd(body.id)
    expect(pages.total).toBe(pages.upTo)
    const { total } = right.totals
    const tally = (count: number) => ({ orders: count, cents: count * total })
    expect(result).toMatchObject({
      orders: 5,
      found: tally(4),
      wouldHold: tally(4),
      right: tally(1),
      wrong: tally(1),
      undecided: tally(2),
      missed: tally(0),
    })
    expect(await fixture.table.items(itemKey('ORDER', storeA.store, ''))).toEqual(before)
    expect(await fixture.table.items(itemKey('ISSUE', storeA.store, ''))).toEqual([])
  })

  it('covers many pages, counts each once, and stays below the bus limit with large orders', async () => {
    const long = 'x'.repeat(190)
    const placedAt = '2025-06-01T12:00:00.000Z'
    for (let n = 0; n < 130; n += 1) {
      const lines = Array.from({ length: n % 13 === 0 ? 150 : 1 }, (_, one) => ({
        sku: `S-${one}`,
        title: long,
        quantity: 1,
        unitPrice: 100,
        discount: 0,
      }))
      const { next, events } = place(n % 2 === 0 ? wrongCpf : rightCpf, placedAt)
      await commitOrder({ next: { ...next, lines }, events }, cause, fixedNow)
    }
    const { body } = await start({
      settings: {},
      from: '2025-06-01T00:00:00.000Z',
      to: '2025-07-01T00:00:00.000Z',
    })
    const { result, pages } = await runToTheEnd(body.id)
    expect(result.orders).toBe(130)
    expect(result.found.orders).toBe(65)
    expect(result.samples).toHaveLength(50)
    expect(pages.total).toBeGreaterThan(2)
  })

  it('starts once for one Idempotency-Key, and is not visible to another store', async () => {
    const first = await start({ settings: {}, ...range }, 'once')
    const again = await start({ settings: {}, ...range }, 'once')
    expect([again.status, again.body.id, again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body.id,
      'true',
    ])
    const other = await call('GET', `/quality/back-tests/${first.body.id}`, { client: storeB.client })
    expect([other.status, other.body.code]).toEqual([404, 'not-found'])
  })

  it('is rejected for an unknown check or unknown thresholds', async () => {
    const headers = { 'idempotency-key': 'refused' }
    const body = { settings: {}, ...range }
    expect((await call('POST', '/quality/checks/none/back-test', { body, headers })).status).toBe(404)
    const wrong = await call('POST', '/quality/checks/cpf/back-test', {
      body: { ...body, settings: { thresholds: { x: 1 } } },
      headers,
    })
    expect(wrong.body.errors?.map(({ path }) => path)).toEqual(['settings.thresholds.x'])
  })
})
