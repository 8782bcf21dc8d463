import { orderChanged, orderPlaced } from '../../../events/orders/order-events.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import { weekOf } from '../../../functions/quality/issues/week.ts'
import type { HeldOrder } from '../../../functions/quality/runs/queue-requests.ts'
import { handler as warn } from '../../../functions/quality/runs/warn-of-holds-at-risk.cron.ts'
import { watchHeldOrders } from '../../../functions/quality/runs/watch-held-orders.usecase.ts'
import { latestRelease } from '../../../shared/calendar.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { callerOf, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { anAddress, anotherCustomer, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

const call = callerOf(qualityApi)
const cause = { actor: { type: 'system', id: 'clock' }, causationId: 'c', correlationId: 'c' } as const
const receive = async (body: string) => expect(await deliver(handler, [body])).toEqual([])

/** An order with a CEP of another state and a dispatch deadline. */
async function heldOrder(dispatchBy: string | undefined, store: string = storeA.store): Promise<Order> {
  const { dispatchBy: _, ...sale } = aPlaceOrder({
    customer: anotherCustomer(),
    shippingAddress: anAddress({ cep: '20040-002' }),
  })
  const deadline = dispatchBy === undefined ? {} : { dispatchBy }
  const { next } = placeOrder({ ...sale, ...deadline }, store, fixedNow)
  await receive(busMessage(eventOf(orderPlaced, next, {}), 'orders'))
  return next
}
const correct = async (order: Order, cep: string) => {
  const { next } = correctOrder(order, { shippingAddress: { cep } }, later(1))
  await receive(busMessage(eventOf(orderChanged, next, { fields: [], repack: false }), 'orders'))
  return next
}

const queue = async (query: Record<string, string> = {}, client: string = storeA.client) =>
  (await call<{ items: HeldOrder[]; nextCursor?: string }>('GET', '/quality/queue', { query, client })).body

const before = (order: Order, minutes: number) =>
  new Date(Date.parse(latestRelease(order, {})!) - minutes * 60_000).toISOString()

/** The version of an order's run, and the events of that version. */
async function publishedEvents({ id, store }: Order): Promise<{ version: number; events: string[] }> {
  const [item] = await fixture.table.partition(`S#${store}#QUALITY#${id}`)
  const { events } = unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord
  return {
    version: Number(item?.['version']?.N),
    events: events.map(({ type, data }) => `${type} ${String(data['department'] ?? '')}`.trim()),
  }
}

describe('the queue of held orders', () => {
  it('lists the earliest release first, with holds and money at stake', async () => {
    const orders = [
      await heldOrder('2026-12-10T21:00:00.000Z'),
      await heldOrder(undefined),
      await heldOrder('2026-12-03T21:00:00.000Z'),
      await heldOrder('2026-12-08T21:00:00.000Z'),
    ]
    const [third, fourth, first, second] = orders.map(({ id }) => id)
    await heldOrder('2026-12-01T21:00:00.000Z', storeB.store)
    const { items } = await queue()
    expect(items.map(({ orderId }) => orderId)).toEqual([first, second, third, fourth])
    expect(items[0]).toEqual({
      orderId: first,
      channel: orders[2]?.channel,
      externalId: orders[2]?.externalId,
      dispatchBy: orders[2]?.dispatchBy,
      releaseBy: latestRelease(orders[2]!, {}),
      atRisk: false,
      moneyAtStake: orders[2]?.totals.total,
      holds: [
        {
          check: 'cep-uf',
          mode: 'hold',
          department: 'front-office',
          evidence: [expect.objectContaining({ field: 'shippingAddress.cep' })],
          issueId: expect.stringMatching(/^iss_/),
          issueStatus: 'open',
          openedAt: expect.any(String),
        },
      ],
    })
    expect(items[3]).not.toHaveProperty('releaseBy')
    expect((await queue({ department: 'finance' })).items).toEqual([])
    expect((await queue({}, storeB.client)).items).toHaveLength(1)
  })

  it('continues over pages, and drops corrected orders', async () => {
    const whole = (await queue()).items
    const found: HeldOrder[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: Awaited<ReturnType<typeof queue>> = await queue({ limit: '1', ...(cursor && { cursor }) })
      found.push(...page.items)
      cursor = page.nextCursor
    }
    expect(found).toEqual(whole)
    const order = await heldOrder('2026-12-01T21:00:00.000Z')
    expect((await queue()).items[0]?.orderId).toBe(order.id)
    await correct(order, '04567-010')
    expect((await queue()).items).toEqual(whole)
  })
})

describe('watching held orders', () => {
  it('warns of a held order once, when its latest release is near, and of no other', async () => {
    const order = await heldOrder('2026-11-30T21:00:00.000Z')
    const patient = await heldOrder(undefined)
    expect(await watchHeldOrders(cause, before(order, 241))).toMatchObject({ warned: 0, waiversEnded: 0 })
    expect(await watchHeldOrders(cause, before(order, 240))).toMatchObject({ warned: 1, waiversEnded: 0 })
    expect(await publishedEvents(order)).toEqual({
      version: 2,
      events: ['quality.hold-at-risk front-office'],
    })
    expect(await watchHeldOrders(cause, before(order, 200))).toMatchObject({ warned: 0, waiversEnded: 0 })
    expect((await publishedEvents(patient)).events).toEqual(['quality.order-failed'])
    const corrected = await correct(order, '70000-000')
    expect(await watchHeldOrders(cause, before(order, 100))).toMatchObject({ warned: 0, waiversEnded: 0 })
    expect((await queue()).items.map(({ orderId }) => orderId)).toContain(corrected.id)
    await correct(corrected, '04567-010')
    expect((await queue()).items.map(({ orderId }) => orderId)).not.toContain(corrected.id)
  })

  it('warns once under concurrent runs', async () => {
    const order = await heldOrder('2026-11-30T21:00:00.000Z')
    const ticks = ['tick-1', 'tick-2', 'tick-3'].map((causationId) => ({ ...cause, causationId }))
    const looks = await Promise.all(ticks.map((tick) => watchHeldOrders(tick, before(order, 30))))
    expect(looks.reduce((sum, { warned: one }) => sum + one, 0)).toBe(1)
    expect((await publishedEvents(order)).version).toBe(2)
  })

  it('counts orders past their latest release, warned of or not', async () => {
    const order = await heldOrder('2027-02-10T21:00:00.000Z')
    const moment = latestRelease(order, {})!
    const overdueAt = async (at: string) => (await watchHeldOrders(cause, at)).overdue
    const others = await overdueAt(moment)
    expect(await overdueAt(before(order, -1))).toBe(others + 1)
    await correct(order, '04567-010')
    expect(await overdueAt(before(order, -1))).toBe(others)
  })

  it('runs as the schedule’s handler, and logs the result', async () => {
    await warn({ id: 'tick-1' })
    const output = fixture.logged.join('')
    expect(output).toContain('held orders watched')
    expect(output).toMatch(/"HoldsOverdue":\d+/)
    expect(output).not.toContain('20040')
  })
})

describe('the record of a check', () => {
  const record = async (code: string, query: Record<string, string> = {}) =>
    call<{ weeks: { week: string; hits: number; confirmed: number; moneySaved: number }[] }>(
      'GET',
      `/quality/checks/${code}/record`,
      { query },
    )

  it('counts this week’s findings and how many were corrected', async () => {
    const earlier = (await record('arithmetic', { weeks: '2' })).body.weeks
    expect(earlier.map(({ hits }) => hits)).toEqual([0, 0])
    const sale = aPlaceOrder({ customer: anotherCustomer() })
    const wrong = { ...sale, totals: { ...sale.totals, total: sale.totals.total + 1 } }
    const { next } = placeOrder(wrong, storeA.store, fixedNow)
    await receive(busMessage(eventOf(orderPlaced, next, {}), 'orders'))
    expect((await record('arithmetic')).body.weeks.at(-1)).toMatchObject({
      week: weekOf(new Date().toISOString()),
      hits: 1,
      confirmed: 0,
      undecided: 1,
      falseAlarmShare: 'no-data',
    })
    const { next: right } = correctOrder(next, { totals: { total: sale.totals.total } }, later(1))
    await receive(busMessage(eventOf(orderChanged, right, { fields: [], repack: false }), 'orders'))
    expect((await record('arithmetic')).body.weeks.at(-1)).toMatchObject({
      hits: 1,
      confirmed: 1,
      falseAlarms: 0,
      falseAlarmShare: 0,
      ordersSaved: 1,
      moneySaved: sale.totals.total + 1,
      medianMinutesToRelease: expect.any(Number),
    })
  })

  it('requires an existing check and at most half a year', async () => {
    expect((await record('no-such-check')).status).toBe(404)
    expect((await record('cpf', { weeks: '27' })).status).toBe(400)
    expect((await record('cpf')).body.weeks).toHaveLength(8)
  })
})
