import type { DynamoDBRecord } from 'aws-lambda'
import * as z from 'zod/mini'
import { catalogue } from '../../events/catalogue.ts'
import type { Line } from '../../events/orders/order-schema.ts'
import * as ordersApi from '../../functions/orders/api.ts'
import { orders } from '../../functions/orders/order/order.store.ts'
import type { Order, OrderDecision } from '../../functions/orders/order/order.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import { handler } from '../../functions/outbox/relay-events.stream.ts'
import { runChecks } from '../../functions/quality/checks/run-checks.ts'
import { issues } from '../../functions/quality/issues/issue.store.ts'
import { runs } from '../../functions/quality/runs/run.store.ts'
import { recordRun } from '../../functions/quality/runs/run.ts'
import { updateIssues } from '../../functions/quality/runs/update-issues.ts'
import { subscriptionLists } from '../../shared/subscription-list.store.ts'
import { subscriptionListId, wantedOutside } from '../../shared/subscription-list.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { callerOf, storeA } from '../support/http.ts'
import {
  anAddress,
  aPlaceOrder,
  delivered,
  dispatched,
  fixedNow,
  later,
  packed,
  paid,
  passed,
} from '../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'
import { type Bus, busOf, commitRecorded, historyOf, placedRecords, relay } from './stream.ts'

let stage: SuiteFixture
let bus: Bus
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())
beforeEach(() => {
  stage.services.calls.length = 0
  stage.logged.length = 0
  bus = busOf(stage.services)
})

/** Places an order and applies the steps; returns its stream records, one for each version. */
async function placeAndApply(...steps: readonly ((order: Order) => OrderDecision)[]) {
  const decision = placeOrder(aPlaceOrder(), storeA.store, fixedNow)
  const records = [await commitRecorded(stage.table, orders, decision, fixedNow)]
  let order = decision.next
  for (const [n, step] of steps.entries()) {
    const next = step(order)
    records.push(await commitRecorded(stage.table, orders, next, later(n + 1)))
    order = next.next
  }
  return { order, records }
}

describe('relaying new versions', () => {
  it('marks only events with an active subscription', async () => {
    const marked = () =>
      bus
        .calls()
        .flat()
        .map(({ DetailType, Resources = [] }) => [DetailType, ...Resources])
    const before = await placeAndApply()
    await relay(handler, before.records)
    expect(marked()).toEqual([['order.placed']])
    const one = { id: 'sub_1', eventTypes: ['order.paid'], status: 'active' as const }
    const next = { id: subscriptionListId, store: storeA.store, version: 1, subscriptions: [one] }
    const cause = {
      actor: { type: 'client', id: storeA.client },
      causationId: 'r',
      correlationId: 'c',
    } as const
    const list = change(subscriptionLists, { next, events: [] })
    await commit([list], cause, { at: fixedNow, withoutEvents: true })
    const at = new Date(Date.now() + 1).toISOString()
    const { order } = before
    const event = await commitRecorded(stage.table, orders, paid(order), at)
    await relay(handler, [event])
    expect(marked().at(-1)).toEqual(['order.paid', wantedOutside])
    const off = { ...next, version: 2, subscriptions: [{ ...one, status: 'disabled' as const }] }
    await commit([change(subscriptionLists, { next: off, events: [] })], cause, {
      at: fixedNow,
      withoutEvents: true,
    })
  })

  it('publishes each version as a full event that matches its schema, and stores it as history', async () => {
    const { order, records } = await placeAndApply(paid, passed, packed, dispatched, delivered)
    expect(await relay(handler, records)).toEqual([])
    const types = ['placed', 'paid', 'passed', 'packed', 'dispatched', 'delivered'].map((so) => `order.${so}`)
    const [entries = []] = bus.calls()
    expect(entries.map(({ EventBusName, Source, DetailType }) => [EventBusName, Source, DetailType])).toEqual(
      types.map((type) => ['suite', 'retaguarda.orders', type]),
    )
    const events = entries.map(({ Detail }) => JSON.parse(Detail) as FiledEvent)
    for (const event of events)
      expect(z.safeParse(catalogue.get(event.type)!.schema, event).error).toBeUndefined()
    expect(events.map(({ id }) => id)).toEqual(types.map((_, n) => `${order.id}.${n + 1}.0`))
    expect(events[0]).toMatchObject({
      version: 1,
      store: storeA.store,
      occurredAt: fixedNow,
      aggregate: { type: 'order', id: order.id, version: 1 },
      causationId: 'r-1',
      correlationId: 'c-1',
      actor: { type: 'client', id: storeA.client },
      data: {},
    })
    expect(events.at(-1)?.snapshot).toEqual(order)
    expect(await historyOf(order.id)).toEqual(events)
    const history = await callerOf(ordersApi)<{ items: { type: string }[] }>(
      'GET',
      `/orders/${order.id}/history`,
    )
    expect(history.body.items.map(({ type }) => type)).toEqual(types)
  })

  it('publishes the events of quality that match their schemas', async () => {
    const wrong = aPlaceOrder({ shippingAddress: anAddress({ cep: '20040-002' }) })
    const { next: order } = placeOrder(wrong, storeA.store, fixedNow)
    const results = runChecks(order, { now: fixedNow })
    const run = recordRun(undefined, order, { results }, fixedNow)
    if (run === undefined) throw new Error('a run to record is expected')
    const found = updateIssues([], { order, results, by: storeA.client, now: fixedNow }, 1)
    const records = [
      await commitRecorded(stage.table, runs, run, fixedNow),
      ...(await Promise.all(found.map((one) => commitRecorded(stage.table, issues, one, fixedNow)))),
    ]
    expect(await relay(handler, records)).toEqual([])
    const [entries = []] = bus.calls()
    expect(entries.map(({ Source, DetailType }) => `${Source} ${DetailType}`)).toEqual([
      'retaguarda.quality quality.order-failed',
      'retaguarda.quality quality.issue-opened',
    ])
    for (const { DetailType, Detail } of entries)
      expect(z.safeParse(catalogue.get(DetailType)!.schema, JSON.parse(Detail)).error).toBeUndefined()
  })

  it('puts ten events in a call, in the order of the stream', async () => {
    const placed = await placedRecords(stage.table, 23)
    expect(
      await relay(
        handler,
        placed.map(({ record }) => record),
      ),
    ).toEqual([])
    expect(bus.calls().map(({ length }) => length)).toEqual([10, 10, 3])
    expect(bus.sent()).toEqual(placed.map(({ eventId }) => eventId))
  })

  it('limits the size of a call', async () => {
    const lines: Line[] = Array.from({ length: 200 }, (_, n) => ({
      sku: `SKU-${n}`,
      title: `${n} ${'caneca esmaltada '.repeat(11)}`,
      quantity: 1,
      unitPrice: 100,
      discount: 0,
    }))
    const big = Array.from({ length: 7 }, () => placeOrder(aPlaceOrder({ lines }), storeA.store, fixedNow))
    const records = await Promise.all(big.map((one) => commitRecorded(stage.table, orders, one, fixedNow)))
    const small = await placedRecords(stage.table, 3)
    expect(await relay(handler, [...records, ...small.map(({ record }) => record)])).toEqual([])
    const weights = bus
      .calls()
      .map((entries) => entries.reduce((sum, { Detail }) => sum + Buffer.byteLength(Detail), 0))
    expect(Math.max(...weights)).toBeLessThan(256 * 1024)
    expect(weights.length).toBeLessThan(7)
    expect(bus.sent()).toEqual([
      ...big.map(({ next }) => `${next.id}.1.0`),
      ...small.map(({ eventId }) => eventId),
    ])
  })

  it('measures the publish lag, and counts by type', async () => {
    const { records } = await placeAndApply(paid)
    await relay(handler, records)
    const metrics = stage.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(metrics).toEqual([
      expect.objectContaining({
        PublishLagSeconds: expect.any(Number),
        OrderPlacedEvents: 1,
        OrderPaidEvents: 1,
      }),
    ])
  })

  it('publishes nothing for a removed item', async () => {
    const removal = { eventName: 'REMOVE', dynamodb: { SequenceNumber: '1' } } as DynamoDBRecord
    expect(await relay(handler, [removal])).toEqual([])
    expect(stage.services.calls).toEqual([])
  })
})

describe('relaying again', () => {
  it('publishes the same events and the same history', async () => {
    const { order, records } = await placeAndApply(paid, passed)
    await relay(handler, records)
    const [first, history] = [bus.calls(), await stage.table.items()]
    stage.services.calls.length = 0
    await relay(handler, records)
    expect(bus.calls()).toEqual(first)
    expect(await stage.table.items()).toEqual(history)
    expect(await historyOf(order.id)).toHaveLength(3)
  })

  it('accepts a repeated record in one batch', async () => {
    const { order, records } = await placeAndApply(paid)
    expect(await relay(handler, [...records, ...records])).toEqual([])
    expect((await historyOf(order.id)).map(({ type }) => type)).toEqual(['order.placed', 'order.paid'])
  })

  it('stores more events than fit one write', async () => {
    const placed = await placedRecords(stage.table, 60)
    expect(
      await relay(
        handler,
        placed.map(({ record }) => record),
      ),
    ).toEqual([])
    for (const { id } of placed) expect(await historyOf(id)).toHaveLength(1)
  })
})
