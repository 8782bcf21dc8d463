import { orderPlaced } from '../../events/orders/order-events.ts'
import { handler } from '../../functions/operations/measure-backlog.cron.ts'
import { placeHold } from '../../functions/orders/holds/order-holds.ts'
import { commitOrder } from '../../functions/orders/order/order.store.ts'
import type { Order, OrderDecision } from '../../functions/orders/order/order.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import { packOrder } from '../../functions/orders/progress/order-progress.ts'
import { handler as quality } from '../../functions/quality/inbox.ts'
import type { OutboxRecord } from '../../shared/table/aggregate.ts'
import { unpack } from '../../shared/table/packed.ts'
import { cause } from '../support/cause.ts'
import { storeA, storeB } from '../support/http.ts'
import { busMessage, deliver, eventOf } from '../support/inbox.ts'
import { anAddress, anotherCustomer, aPlaceOrder, fixedNow, paid, passed } from '../support/orders.ts'
import { saveOrder } from '../support/saved-orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeEach(async () => {
  stage = await startSuiteFixture()
})
afterEach(() => stage.stop())

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000).toISOString()

const anOrderDue = (dispatchBy: string | undefined, store: string = storeA.store): OrderDecision => {
  const { dispatchBy: _, ...sale } = aPlaceOrder()
  return placeOrder({ ...sale, ...(dispatchBy === undefined ? {} : { dispatchBy }) }, store, fixedNow)
}
const hold = (order: Order) =>
  placeHold(order, { code: 'by-hand', reason: 'to be looked at', placedBy: 'somebody' }, fixedNow)

type Line = Record<string, unknown>

/** The values of one measurement, by metric and state. */
async function measure(): Promise<Record<string, unknown>> {
  stage.logged.length = 0
  await handler({ id: 'run' })
  const lines = stage.logged.map((line) => JSON.parse(line) as Line).filter(({ _aws }) => _aws !== undefined)
  return Object.fromEntries(
    lines.map((line) =>
      'OrdersStuck' in line
        ? [`stuck ${String(line['state'])}`, line['OrdersStuck']]
        : ['differing', line['ReconciliationDifferences']],
    ),
  )
}

const heartbeats = async () => {
  const [item] = await stage.table.partition('S#operations#PULSE#outbox')
  const { events } = unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord
  return { version: Number(item?.['version']?.N), events: events.map(({ type }) => type) }
}

describe('the backlog measurement', () => {
  it('reports zero without a backlog', async () => {
    await saveOrder(anOrderDue(hoursAgo(-1)))
    await saveOrder(anOrderDue(undefined))
    expect(await measure()).toEqual({ 'stuck placed': 0, 'stuck packed': 0, 'stuck held': 0, differing: 0 })
  })

  it('counts the orders past their dispatch deadline in all stores, by state', async () => {
    await saveOrder(anOrderDue(hoursAgo(1)))
    await saveOrder(anOrderDue(hoursAgo(2), storeB.store))
    await saveOrder(anOrderDue(hoursAgo(1)), paid, passed, (order) => packOrder(order, fixedNow))
    await saveOrder(anOrderDue(hoursAgo(1)), hold)
    expect(await measure()).toEqual({ 'stuck placed': 3, 'stuck packed': 1, 'stuck held': 1, differing: 0 })
  })

  it('ignores orders that are stuck for more than three days', async () => {
    await saveOrder(anOrderDue(hoursAgo(73)))
    expect(await measure()).toMatchObject({ 'stuck placed': 0 })
  })

  it('reports orders held only by quality, from the second measurement on', async () => {
    const wrong = { customer: anotherCustomer(), shippingAddress: anAddress({ cep: '20040-002' }) }
    const decision = placeOrder(aPlaceOrder(wrong), storeA.store, fixedNow)
    const order = await saveOrder(decision)
    expect(await deliver(quality, [busMessage(eventOf(orderPlaced, order, {}), 'orders')])).toEqual([])
    expect(await measure()).toMatchObject({ differing: 0 })
    expect(await measure()).toMatchObject({ differing: 1 })
    expect(stage.logged.join()).toContain(order.id)

    await commitOrder(hold(order), cause, fixedNow)
    expect(await measure()).toMatchObject({ differing: 0 })
  })

  it('publishes a heartbeat each time', async () => {
    await measure()
    await measure()
    expect(await heartbeats()).toEqual({ version: 2, events: ['operations.heartbeat'] })
  })
})
