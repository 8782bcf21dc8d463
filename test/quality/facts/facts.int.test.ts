import {
  orderCancelled,
  orderDispatched,
  orderPaid,
  orderPlaced,
} from '../../../events/orders/order-events.ts'
import { type OrderScanSnapshot, scanAdvanced } from '../../../events/orders/order-scan-events.ts'
import { factLearned } from '../../../events/quality/check-events.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import {
  cancelOrder,
  dispatchOrder,
  packOrder,
  payOrder,
} from '../../../functions/orders/progress/order-progress.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { findFactSheet } from '../../../functions/quality/facts/fact-sheet.store.ts'
import type { FactSheet } from '../../../functions/quality/facts/fact-sheet.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { Run } from '../../../functions/quality/runs/run.ts'
import { itemKey } from '../../../shared/table/keys.ts'
import { documents } from '../../../shared/table/table.store.ts'
import { callerOf, ifMatch, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { after, anotherCustomer, aPlaceOrder, fixedNow, later, passed } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

interface Facts {
  readonly version: number
  readonly facts: object
}
const call = callerOf(qualityApi)
const record = async (path: string, body: object, version = 0) =>
  call<Facts>('PUT', `/quality/facts/${path}`, { body, headers: ifMatch(version) })
const show = async (path: string, client: string = storeA.client) =>
  (await call<Facts>('GET', `/quality/facts/${path}`, { client })).body

describe('facts', () => {
  const scale = { measuredGrams: 905, packagingGrams: 140 }

  it.each([
    ['store', { cutOff: '14:00' }],
    ['skus/VELA-01', { price: 2500, cost: 1200 }],
    ['orders/ord_of_tomorrow', { scale }],
  ])('of %s are replaced as a whole, on the version that was read', async (path, facts) => {
    expect(await show(path)).toMatchObject({ version: 0, facts: {} })
    expect((await record(path, facts)).body).toMatchObject({ version: 1, facts })
    expect(await show(path)).toMatchObject({ version: 1, facts })
    expect(await show(path, storeB.client)).toMatchObject({ version: 0, facts: {} })
    const stale = await record(path, {})
    expect([stale.status, (await show(path)).version]).toEqual([412, 1])
    expect((await record(path, {}, 1)).body).toMatchObject({ version: 2, facts: {} })
  })

  it.each([
    ['store', { cutOff: '25:00' }, 'cutOff'],
    ['store', { sky: 'blue' }, 'sky'],
    ['skus/VELA-01', { price: -1 }, 'price'],
    ['orders/ord_1', { scale: { measuredGrams: 1 } }, 'scale.packagingGrams'],
  ])('of %s are rejected with the path when invalid: %j', async (path, facts, at) => {
    const { status, body } = await call<{ errors: { path: string }[] }>('PUT', `/quality/facts/${path}`, {
      body: facts,
      headers: ifMatch(0),
    })
    expect([status, body.errors.map((one) => one.path)]).toEqual([400, [at]])
  })
})

/** Runs `act` just before the next item with this key is written. */
function beforeWriting(key: string, act: () => Promise<void>): void {
  const name = `before ${key}`
  documents.middlewareStack.add(
    (next) => async (call) => {
      const { Item } = call.input as { Item?: { pk?: string } }
      if (Item?.pk?.endsWith(key) === true && documents.middlewareStack.remove(name)) await act()
      return next(call)
    },
    { step: 'initialize', name },
  )
}

const anOrder = (customer = anotherCustomer(), changes: object = {}): Order =>
  placeOrder(aPlaceOrder({ customer, ...changes }), storeA.store, fixedNow).next
const receive = (...bodies: string[]) => deliver(handler, bodies)
const placed = (order: Order) => busMessage(eventOf(orderPlaced, order, {}), 'orders')
const learned = async ({ id }: Order): Promise<string> => {
  const sheet: FactSheet | undefined = await findFactSheet(storeA.store, { subject: 'order', orderId: id })
  if (sheet === undefined) throw new Error('facts of the order are expected')
  return busMessage(eventOf(factLearned, sheet, { subject: 'order', names: [] }), 'quality')
}
const runOf = async ({ id }: Order) => (await call<Run>('GET', `/quality/runs/${id}`)).body
const resultOf = async (order: Order, code: string) =>
  (await runOf(order)).results.find(({ check }) => check === code)
const wrongPayer = { authorisation: { payerDocument: '529.982.247-25', total: 12_000 } }

describe('a check with a missing fact', () => {
  const paid = { status: 'approved', approvedAmount: 12_000, refundedAmount: 0 } as const

  it('is not evaluated, and runs again when the fact is recorded', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    await receive(placed(order))
    expect((await runOf(order)).outcome).toBe('passed')
    expect(await resultOf(order, 'payment-identity')).toMatchObject({
      outcome: 'not-evaluated',
      missing: expect.arrayContaining(['authorisation']),
    })
    await record(`orders/${order.id}`, wrongPayer)
    await receive(await learned(order))
    expect(await resultOf(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
    expect(await runOf(order)).toMatchObject({ outcome: 'failed', factsVersion: 1, version: 2 })
  })

  it('does not change when the same fact is recorded again', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    await receive(placed(order))
    await record(`orders/${order.id}`, wrongPayer)
    const event = await learned(order)
    await receive(event)
    const before = await fixture.table.items()
    await receive(event, event)
    expect(await fixture.table.items()).toEqual(before)
  })

  it('finds facts that were recorded before the order', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    await record(`orders/${order.id}`, wrongPayer)
    await receive(await learned(order))
    await receive(placed(order))
    expect(await resultOf(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
  })

  it('misses no fact that arrives during the first run', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    // The fact is recorded and delivered just before the run is written: no run exists yet to be re-triggered.
    beforeWriting(`#QUALITY#${order.id}`, async () => {
      await record(`orders/${order.id}`, wrongPayer)
      await receive(await learned(order))
    })
    await receive(placed(order))
    expect(await resultOf(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
  })

  it('evaluates the order’s current content, not that of its last event', async () => {
    const order = anOrder()
    await receive(placed(order))
    const { next } = payOrder(order, {}, later(1))
    await receive(busMessage(eventOf(orderPaid, next, { amount: 12_000 }), 'orders'))
    await record(`orders/${order.id}`, wrongPayer)
    await receive(await learned(order))
    expect(await resultOf(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
  })

  it('uses the recorded facts of the store and the SKUs', async () => {
    await record('skus/PRATO-7', { price: 4000 })
    const order = anOrder(anotherCustomer(), {
      lines: [{ sku: 'PRATO-7', title: 'Prato', quantity: 1, unitPrice: 3000, discount: 0 }],
      totals: { discount: 0, freight: 0, fees: 0, total: 3000 },
    })
    await receive(placed(order))
    expect(await resultOf(order, 'price')).toMatchObject({ outcome: 'failed' })
  })
})

describe('new facts of a SKU', () => {
  it('re-check the orders that the scan names', async () => {
    const order = anOrder(anotherCustomer(), {
      lines: [{ sku: 'COPO-9', title: 'Copo', quantity: 1, unitPrice: 3000, discount: 0 }],
      totals: { discount: 0, freight: 0, fees: 0, total: 3000 },
    })
    await receive(placed(order))
    expect(await resultOf(order, 'price')).toMatchObject({ outcome: 'not-evaluated' })
    await record('skus/COPO-9', { price: 4000 })
    const scan = {
      ...{ purpose: 'recheck', id: 'swp_1', store: storeA.store, version: 2, status: 'finished', page: 1 },
      ...{ startedAt: fixedNow, updatedAt: fixedNow, among: 'open', skus: ['COPO-9'], found: 1 },
    } as OrderScanSnapshot
    const page = busMessage(eventOf(scanAdvanced, scan, { page: 1, orderIds: [order.id] }), 'orders')
    expect(await receive(page)).toEqual([])
    expect(await resultOf(order, 'price')).toMatchObject({ outcome: 'failed' })
    const before = await fixture.table.items()
    await receive(page)
    expect(await fixture.table.items()).toEqual(before)
  })
})

describe('an order that has left', () => {
  const leaving = {
    dispatched: (order: Order) => {
      const ready = after(
        order,
        (one) => payOrder(one, {}, fixedNow),
        passed,
        (one) => packOrder(one, fixedNow),
      )
      return busMessage(eventOf(orderDispatched, dispatchOrder(ready, {}, fixedNow).next, {}), 'orders')
    },
    cancelled: (order: Order) => {
      const { next } = cancelOrder(order, 'given up', fixedNow)
      return busMessage(eventOf(orderCancelled, next, { reason: 'given up' }), 'orders')
    },
  }

  it.each(['dispatched', 'cancelled'] as const)('is not evaluated again: %s', async (how) => {
    const order = anOrder()
    await receive(placed(order))
    await receive(leaving[how](order))
    await record(`orders/${order.id}`, { ...wrongPayer, openComplaints: 1 })
    const before = await runOf(order)
    await receive(await learned(order), placed(order))
    expect(await runOf(order)).toEqual(before)
    expect(before.outcome).toBe('passed')
  })

  it('is not evaluated at all when its cancellation arrives first', async () => {
    const order = anOrder()
    await receive(leaving.cancelled(order))
    await receive(placed(order))
    expect(await runOf(order)).toMatchObject({ outcome: 'not-needed', results: [] })
  })
})

describe('orders of one person in a day', () => {
  const outcomeOf = async (order: Order) => (await resultOf(order, 'probable-duplicate'))?.outcome
  const at = (hours: number) => ({ placedAt: later(hours * 60) })

  it('are found by later orders', async () => {
    const person = anotherCustomer()
    const [first, again] = [anOrder(person, at(0)), anOrder(person, at(23))]
    await receive(placed(first))
    await receive(placed(again))
    expect([await outcomeOf(first), await outcomeOf(again)]).toEqual(['passed', 'failed'])
  })

  it('are found by telephone without a document', async () => {
    const { document: _, ...person } = { ...anotherCustomer(), phone: '+55 (21) 98888-0001' }
    await receive(placed(anOrder(person, at(0))))
    const again = anOrder({ ...person, phone: '5521988880001' }, at(1))
    await receive(placed(again))
    expect(await outcomeOf(again)).toBe('failed')
  })

  it.each([
    ['of another person', anotherCustomer, at(1)],
    ['a day later', undefined, at(25)],
    ['placed before', undefined, at(-1)],
  ])('exclude those %s', async (_, other, when) => {
    const person = anotherCustomer()
    await receive(placed(anOrder(person, at(0))))
    const second = anOrder(other?.() ?? person, when)
    await receive(placed(second))
    expect(await outcomeOf(second)).toBe('passed')
  })

  it('exclude cancelled ones', async () => {
    const person = anotherCustomer()
    const first = anOrder(person, at(0))
    await receive(placed(first))
    const { next } = cancelOrder(first, 'given up', fixedNow)
    await receive(busMessage(eventOf(orderCancelled, next, { reason: 'given up' }), 'orders'))
    const again = anOrder(person, at(1))
    await receive(placed(again))
    expect(await outcomeOf(again)).toBe('passed')
  })

  it('leave no personal data in the index', async () => {
    const person = anotherCustomer()
    const order = anOrder(person)
    await receive(placed(order))
    const [item] = await fixture.table.partition(itemKey('QUALITY', storeA.store, order.id))
    expect(item?.['gsi1pk']?.S).toMatch(/^S#loja-azul#PERSON#[0-9a-f]{16}$/)
    expect(item?.['gsi1sk']?.S).toBe(order.placedAt)
  })
})
