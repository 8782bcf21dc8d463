import { type FactsSnapshot, factLearned } from '../../../events/quality/check-events.ts'
import { followIssue } from '../../../functions/orders/holds/order-holds.ts'
import { commitOrder } from '../../../functions/orders/order/order.store.ts'
import { type Order, type OrderDecision, openHolds } from '../../../functions/orders/order/order.ts'
import type { Defect } from '../../../functions/orders/scans/defect-holds.ts'
import { recheckAbout } from '../../../functions/orders/scans/recheck-scan.ts'
import type { FiledEvent } from '../../../shared/table/aggregate.ts'
import { cause } from '../../support/cause.ts'
import { storeA } from '../../support/http.ts'
import { busMessage, eventOf } from '../../support/inbox.ts'
import { cancelled, fixedNow, packed } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'
import {
  asTheyAre,
  confirmed,
  deliverAll,
  eventsOfScan,
  lifted,
  orderOf,
  scanOf,
  scanToTheEnd,
} from './scan-fixture.ts'

let stage: SuiteFixture
beforeAll(async () => {
  stage = await startSuiteFixture()
})
afterAll(() => stage.stop())

const anIssue = { issueId: 'iss_1', issueVersion: 1, code: 'cpf', open: true, reason: 'it failed' }

let defects = 0
/** A defect and a SKU that no other test uses. */
function aDefect(): Defect {
  defects += 1
  return { defectId: `dft_${String(defects).padStart(8, '0')}`, subject: 'sku', value: `S-${defects}` }
}

async function storeOrders(...some: readonly Order[]): Promise<Order[]> {
  await Promise.all(
    some.map((order) =>
      commitOrder({ next: order, events: [{ type: 'order.placed', data: {} }] }, cause, fixedNow),
    ),
  )
  return [...some]
}

async function become(order: Order, step: (order: Order) => OrderDecision): Promise<Order> {
  const [newest] = await asTheyAre([order])
  const decision = step(newest!)
  await commitOrder(decision, cause, fixedNow)
  return decision.next
}

const heldBy = async ({ defectId }: Defect, some: readonly Order[]): Promise<boolean[]> =>
  (await asTheyAre(some)).map((order) => openHolds(order).some((hold) => hold.defectId === defectId))
const touched = (events: readonly FiledEvent[]): string[] =>
  events
    .filter(({ type }) => type === 'order.scan-advanced')
    .flatMap(({ data }) => data['orderIds'] as string[])
const typesOf = (events: readonly FiledEvent[]) => events.map(({ type }) => type)

describe('a defect confirmed', () => {
  it('holds only the affected open orders and reports count and value', async () => {
    const defect = aDefect()
    const [one, both, other, left, cancelledOrder] = await storeOrders(
      orderOf([defect.value]),
      orderOf(['X', defect.value, defect.value]),
      orderOf(['X']),
      orderOf([defect.value], { status: 'dispatched', packedAt: fixedNow, dispatchedAt: fixedNow }),
      orderOf([defect.value]),
    )
    await become(cancelledOrder!, cancelled)
    await deliverAll(confirmed(defect))
    const events = await scanToTheEnd(stage.table, defect.defectId)
    const all = [one!, both!, other!, left!, cancelledOrder!]
    expect(await heldBy(defect, all)).toEqual([true, true, false, false, false])
    expect(touched(events).sort()).toEqual([one!.id, both!.id].sort())
    const cents = one!.totals.total + both!.totals.total
    expect(events.at(-1)).toMatchObject({
      type: 'order.scan-finished',
      data: { purpose: 'hold', pages: 2, orders: 2, cents },
    })
    expect(await scanOf(defect.defectId)).toMatchObject({
      status: 'finished',
      held: { orders: 2, cents },
      released: { orders: 0, cents: 0 },
    })
  })

  it('starts one scan for repeated deliveries of the defect and its pages', async () => {
    const defect = aDefect()
    const orders = await storeOrders(orderOf([defect.value]), orderOf([defect.value]))
    await deliverAll(confirmed(defect), confirmed(defect))
    const events = await scanToTheEnd(stage.table, defect.defectId)
    const before = await stage.table.items()
    await deliverAll(
      confirmed(defect),
      ...events.map((event) => busMessage(event, 'orders')),
      confirmed(defect),
    )
    expect(await stage.table.items()).toEqual(before)
    expect((await asTheyAre(orders)).map(({ version }) => version)).toEqual([2, 2])
  })

  it('covers all pages while orders move between partitions', async () => {
    const defect = aDefect()
    const due = (n: number) =>
      `2027-01-01T00:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}.000Z`
    const orders = await storeOrders(
      ...Array.from({ length: 250 }, (_, n) =>
        orderOf([n % 3 === 0 ? defect.value : 'X'], { dispatchBy: due(n) }),
      ),
    )
    await deliverAll(confirmed(defect))
    await deliverAll(
      ...(await eventsOfScan(stage.table, defect.defectId)).map((event) => busMessage(event, 'orders')),
    )
    const moved = [1, 50, 100, 130, 249]
    for (const n of moved) await become(orders[n]!, packed)
    await scanToTheEnd(stage.table, defect.defectId)
    expect(await heldBy(defect, orders)).toEqual(orders.map((_, n) => n % 3 === 0))
    const scan = await scanOf(defect.defectId)
    expect(scan.held.orders).toBe(84)
    const changes = orders.map((_, n) => Number(n % 3 === 0) + Number(moved.includes(n)))
    expect((await asTheyAre(orders)).map(({ version }) => version - 1)).toEqual(changes)
  })

  it('finds missed orders in the second pass', async () => {
    const defect = aDefect()
    const [early] = await storeOrders(
      orderOf([defect.value], { dispatchBy: '2030-01-01T00:00:00.000Z' }),
      ...Array.from({ length: 120 }, () => orderOf(['X'], { dispatchBy: '2029-01-01T00:00:00.000Z' })),
    )
    await deliverAll(confirmed(defect))
    await scanUntil(defect, ({ after }) => (after ?? '') > '2029')
    await become(early!, (order) => ({
      next: { ...order, version: order.version + 1, dispatchBy: '2026-01-01T00:00:00.000Z' },
      events: [{ type: 'order.changed', data: { fields: ['dispatchBy'], repack: false } }],
    }))
    await scanUntil(defect, ({ look }) => look === 2)
    expect(await heldBy(defect, [early!])).toEqual([false])
    await scanToTheEnd(stage.table, defect.defectId)
    expect(await heldBy(defect, [early!])).toEqual([true])
  })
})

/** Processes pages until the scan meets the condition. */
async function scanUntil(
  { defectId }: Defect,
  isThere: (scan: { readonly after?: string | undefined; readonly look: number }) => boolean,
): Promise<void> {
  for (let page = 0; page < 50; page += 1) {
    if (isThere(await scanOf(defectId))) return
    await deliverAll(
      ...(await eventsOfScan(stage.table, defectId)).map((event) => busMessage(event, 'orders')),
    )
  }
  throw new Error('the scan is expected to come so far')
}

describe('a defect lifted', () => {
  it('releases exactly the held orders and names those to check again', async () => {
    const [defect, other] = [aDefect(), aDefect()]
    const [mine, shared, theirs, late] = await storeOrders(
      orderOf([defect.value]),
      orderOf([defect.value, other.value]),
      orderOf([other.value]),
      orderOf(['X']),
    )
    for (const one of [defect, other]) {
      await deliverAll(confirmed(one))
      await scanToTheEnd(stage.table, one.defectId)
    }
    const [placed] = await storeOrders(orderOf([defect.value]))
    const update = { issueId: 'iss_1', issueVersion: 1, code: 'open-problem', open: true, reason: 'said' }
    await become(placed!, (order) => followIssue(order, update, fixedNow))
    await deliverAll(lifted(defect))
    const events = await scanToTheEnd(stage.table, defect.defectId)
    const all = [mine!, shared!, theirs!, late!, placed!]
    expect(await heldBy(defect, all)).toEqual([false, false, false, false, false])
    expect(await heldBy(other, all)).toEqual([false, true, true, false, false])
    expect((await asTheyAre([placed!]))[0]?.holds).toMatchObject([{ code: 'open-problem' }])
    expect(new Set(touched(events))).toEqual(new Set([mine!.id, shared!.id, placed!.id]))
    expect(await scanOf(defect.defectId)).toMatchObject({
      purpose: 'release',
      status: 'finished',
      held: { orders: 2 },
      released: { orders: 2, cents: mine!.totals.total + shared!.totals.total },
    })
  })

  it('reverses the scan at any page: a late page holds no order', async () => {
    const defect = aDefect()
    const orders = await storeOrders(...Array.from({ length: 150 }, () => orderOf([defect.value])))
    await deliverAll(confirmed(defect))
    const first = (await eventsOfScan(stage.table, defect.defectId)).map((event) =>
      busMessage(event, 'orders'),
    )
    await deliverAll(...first)
    const second = (await eventsOfScan(stage.table, defect.defectId)).map((event) =>
      busMessage(event, 'orders'),
    )
    expect((await heldBy(defect, orders)).filter(Boolean).length).toBeGreaterThan(0)
    // The page and the lifting run concurrently; the second one sees the first.
    await deliverAll(...second, lifted(defect))
    await scanToTheEnd(stage.table, defect.defectId)
    await deliverAll(...first, ...second, confirmed(defect))
    expect(await heldBy(defect, orders)).toEqual(orders.map(() => false))
    const { held, released, status } = await scanOf(defect.defectId)
    expect(status).toBe('finished')
    expect(released).toEqual(held)
  })

  it('holds no order when it arrives before the defect', async () => {
    const defect = aDefect()
    const orders = await storeOrders(orderOf([defect.value]))
    await deliverAll(lifted(defect))
    await deliverAll(confirmed(defect))
    const events = await scanToTheEnd(stage.table, defect.defectId)
    expect(typesOf(events).at(-1)).toBe('order.scan-finished')
    await deliverAll(confirmed(defect), lifted(defect))
    expect(await heldBy(defect, orders)).toEqual([false])
  })
})

describe('a new fact', () => {
  const learned = (facts: object) => {
    const sheet = {
      id: 'fct_1',
      store: storeA.store,
      version: 1,
      learnedAt: fixedNow,
      ...facts,
    } as FactsSnapshot
    return (arrived: boolean) =>
      busMessage(
        eventOf(factLearned, sheet, {
          subject: sheet.subject,
          names: ['price'],
          ...(arrived ? { arrived } : {}),
        }),
        'quality',
      )
  }
  const named = async (message: string): Promise<string[]> => {
    await deliverAll(message)
    return touched(await scanToTheEnd(stage.table, recheckAbout))
  }

  it('about a SKU names its open orders, held or not, when the fact is new', async () => {
    const { value } = aDefect()
    const [free, held, other] = await storeOrders(orderOf([value]), orderOf([value]), orderOf(['X']))
    await become(held!, (order) => followIssue(order, anIssue, fixedNow))
    const ofSku = learned({ subject: 'sku', sku: value, facts: { price: 1 } })
    expect((await named(ofSku(true))).sort()).toEqual([free!.id, held!.id].sort())
    expect(await named(ofSku(false))).toEqual([held!.id])
    expect(other!.version).toBe(1)
  })

  it('about the store names all orders; about an order, none', async () => {
    const [one, other] = await storeOrders(orderOf(['X']), orderOf(['Y']))
    const all = await named(learned({ subject: 'store', facts: {} })(true))
    expect(all).toEqual(expect.arrayContaining([one!.id, other!.id]))
    const before = await stage.table.items()
    await deliverAll(learned({ subject: 'order', orderId: one!.id, facts: {} })(true))
    expect(await stage.table.items()).toEqual(before)
  })
})
