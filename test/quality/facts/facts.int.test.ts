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
import { documents } from '../../../shared/table/table.store.ts'
import { callerOf, ifMatch, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { after, anotherCustomer, aPlaceOrder, cleared, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

interface Facts {
  readonly version: number
  readonly facts: object
}
const call = callerOf(qualityApi)
const tell = async (path: string, body: object, version = 0) =>
  call<Facts>('PUT', `/quality/facts/${path}`, { body, headers: ifMatch(version) })
const known = async (path: string, client: string = storeA.client) =>
  (await call<Facts>('GET', `/quality/facts/${path}`, { client })).body

describe('facts', () => {
  const scale = { measuredGrams: 905, packagingGrams: 140 }

  it.each([
    ['store', { cutOff: '14:00' }],
    ['skus/VELA-01', { price: 2500, cost: 1200 }],
    ['orders/ord_of_tomorrow', { scale }],
  ])('of %s are replaced as a whole, on the version that was read', async (path, facts) => {
    expect(await known(path)).toMatchObject({ version: 0, facts: {} })
    expect((await tell(path, facts)).body).toMatchObject({ version: 1, facts })
    expect(await known(path)).toMatchObject({ version: 1, facts })
    expect(await known(path, storeB.client)).toMatchObject({ version: 0, facts: {} })
    const stale = await tell(path, {})
    expect([stale.status, (await known(path)).version]).toEqual([412, 1])
    expect((await tell(path, {}, 1)).body).toMatchObject({ version: 2, facts: {} })
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
const hear = (...bodies: string[]) => deliver(handler, bodies)
const placed = (order: Order) => busMessage(eventOf(orderPlaced, order, {}), 'orders')
const learned = async ({ id }: Order): Promise<string> => {
  const sheet: FactSheet | undefined = await findFactSheet(storeA.store, { subject: 'order', orderId: id })
  if (sheet === undefined) throw new Error('facts of the order are expected')
  return busMessage(eventOf(factLearned, sheet, { subject: 'order', names: [] }), 'quality')
}
const runOf = async ({ id }: Order) => (await call<Run>('GET', `/quality/runs/${id}`)).body
const said = async (order: Order, code: string) =>
  (await runOf(order)).results.find(({ check }) => check === code)
const wrongPayer = { authorisation: { payerDocument: '529.982.247-25', total: 12_000 } }

describe('a check with a missing fact', () => {
  const paid = { status: 'approved', approvedAmount: 12_000, refundedAmount: 0 } as const

  it('is not evaluated, and runs again when the fact is recorded', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    await hear(placed(order))
    expect((await runOf(order)).outcome).toBe('passed')
    expect(await said(order, 'payment-identity')).toMatchObject({
      outcome: 'not-evaluated',
      missing: expect.arrayContaining(['authorisation']),
    })
    await tell(`orders/${order.id}`, wrongPayer)
    await hear(await learned(order))
    expect(await said(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
    expect(await runOf(order)).toMatchObject({ outcome: 'failed', factsVersion: 1, version: 2 })
  })

  it('does not change when the same fact is recorded again', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    await hear(placed(order))
    await tell(`orders/${order.id}`, wrongPayer)
    const event = await learned(order)
    await hear(event)
    const before = await stage.table.items()
    await hear(event, event)
    expect(await stage.table.items()).toEqual(before)
  })

  it('finds facts that were recorded before the order', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    await tell(`orders/${order.id}`, wrongPayer)
    await hear(await learned(order))
    await hear(placed(order))
    expect(await said(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
  })

  it('misses no fact that arrives during the first run', async () => {
    const order = anOrder(anotherCustomer(), { payment: paid })
    // The fact is recorded and delivered just before the run is written: no run exists yet to be re-triggered.
    beforeWriting(`#QUALITY#${order.id}`, async () => {
      await tell(`orders/${order.id}`, wrongPayer)
      await hear(await learned(order))
    })
    await hear(placed(order))
    expect(await said(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
  })

  it('evaluates the order’s current content, not that of its last event', async () => {
    const order = anOrder()
    await hear(placed(order))
    const { next } = payOrder(order, {}, later(1))
    await hear(busMessage(eventOf(orderPaid, next, { amount: 12_000 }), 'orders'))
    await tell(`orders/${order.id}`, wrongPayer)
    await hear(await learned(order))
    expect(await said(order, 'payment-identity')).toMatchObject({ outcome: 'failed' })
  })

  it('uses the recorded facts of the store and the SKUs', async () => {
    await tell('skus/PRATO-7', { price: 4000 })
    const order = anOrder(anotherCustomer(), {
      lines: [{ sku: 'PRATO-7', title: 'Prato', quantity: 1, unitPrice: 3000, discount: 0 }],
      totals: { discount: 0, freight: 0, fees: 0, total: 3000 },
    })
    await hear(placed(order))
    expect(await said(order, 'price')).toMatchObject({ outcome: 'failed' })
  })
})

describe('new facts of a SKU', () => {
  it('re-check the orders that the scan names', async () => {
    const order = anOrder(anotherCustomer(), {
      lines: [{ sku: 'COPO-9', title: 'Copo', quantity: 1, unitPrice: 3000, discount: 0 }],
      totals: { discount: 0, freight: 0, fees: 0, total: 3000 },
    })
    await hear(placed(order))
    expect(await said(order, 'price')).toMatchObject({ outcome: 'not-evaluated' })
    await tell('skus/COPO-9', { price: 4000 })
    const walk = {
      ...{ purpose: 'recheck', id: 'swp_1', store: storeA.store, version: 2, status: 'finished', page: 1 },
      ...{ startedAt: fixedNow, updatedAt: fixedNow, among: 'open', skus: ['COPO-9'], found: 1 },
    } as OrderScanSnapshot
    const page = busMessage(eventOf(scanAdvanced, walk, { page: 1, orderIds: [order.id] }), 'orders')
    expect(await hear(page)).toEqual([])
    expect(await said(order, 'price')).toMatchObject({ outcome: 'failed' })
    const before = await stage.table.items()
    await hear(page)
    expect(await stage.table.items()).toEqual(before)
  })
})

describe('an order that has left', () => {
  const leaving = {
    dispatched: (order: Order) => {
      const ready = after(
        order,
        (one) => payOrder(one, {}, fixedNow),
        cleared,
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
    await hear(placed(order))
    await hear(leaving[how](order))
    await tell(`orders/${order.id}`, { ...wrongPayer, openComplaints: 1 })
    const before = await runOf(order)
    await hear(await learned(order), placed(order))
    expect(await runOf(order)).toEqual(before)
    expect(before.outcome).toBe('passed')
  })

  it('is not evaluated at all when its cancellation arrives first', async () => {
    const order = anOrder()
    await hear(leaving.cancelled(order))
    await hear(placed(order))
    expect(await runOf(order)).toMatchObject({ outcome: 'not-needed', results: [] })
  })
})

describe('orders of one person in a day', () => {
  const outcomeOf = async (order: Order) => (await said(order, 'probable-duplicate'))?.outcome
  const at = (hours: number) => ({ placedAt: later(hours * 60) })

  it('are found by later orders', async () => {
    const person = anotherCustomer()
    const [first, again] = [anOrder(person, at(0)), anOrder(person, at(23))]
    await hear(placed(first))
    await hear(placed(again))
    expect([await outcomeOf(first), await outcomeOf(again)]).toEqual(['passed', 'failed'])
  })

  it('are found by telephone without a document', async () => {
    const { document: _, ...person } = { ...anotherCustomer(), phone: '+55 (21) 98888-0001' }
    await hear(placed(anOrder(person, at(0))))
    const again = anOrder({ ...person, phone: '5521988880001' }, at(1))
    await hear(placed(again))
    expect(await outcomeOf(again)).toBe('failed')
  })

  it.each([
    ['of another person', anotherCustomer, at(1)],
    ['a day later', undefined, at(25)],
    ['placed before', undefined, at(-1)],
  ])('exclude those %s', async (_, other, when) => {
    const person = anotherCustomer()
    await hear(placed(anOrder(person, at(0))))
    const second = anOrder(other?.() ?? person, when)
    await hear(placed(second))
    expect(await outcomeOf(second)).toBe('passed')
  })

  it('exclude cancelled ones', async () => {
    const person = anotherCustomer()
    const first = anOrder(person, at(0))
    await hear(placed(first))
    const { next } = cancelOrder(first, 'given up', fixedNow)
    await hear(busMessage(eventOf(orderCancelled, next, { reason: 'given up' }), 'orders'))
    const again = anOrder(person, at(1))
    await hear(placed(again))
    expect(await outcomeOf(again)).toBe('passed')
  })

  it('leave no personal data in the index', async () => {
    const person = anotherCustomer()
    const order = anOrder(person)
    await hear(placed(order))
    const [item] = await stage.table.partition(`S#${storeA.store}#QUALITY#${order.id}`)
    expect(item?.['gsi1pk']?.S).toMatch(/^S#loja-azul#PERSON#[0-9a-f]{16}$/)
    expect(item?.['gsi1sk']?.S).toBe(order.placedAt)
  })
})
