import { orderPlaced } from '../../../events/orders/order-events.ts'
import { type OrderScanSnapshot, scanAdvanced } from '../../../events/orders/order-scan-events.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { Issue } from '../../../functions/quality/issues/issue.ts'
import type { Run } from '../../../functions/quality/runs/run.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { itemKey } from '../../../shared/table/keys.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { callerOf, ifMatch, storeA, storeB } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { aPlaceOrder, fixedNow } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
})
afterAll(() => fixture.stop())

interface View {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly scan?: object
}

const call = callerOf(qualityApi)
let keys = 0
const confirm = (
  value: string,
  changes: object = {},
  key = `key-${(keys += 1)}`,
  client: string = storeA.client,
) =>
  call<View>('POST', '/quality/defects', {
    body: { subject: 'sku', value, reason: 'it breaks', ...changes },
    headers: { 'idempotency-key': key },
    client,
  })
const lift = (id: string, headers: Record<string, string> = { 'if-match': '*' }) =>
  call<View>('POST', `/quality/defects/${id}/lift`, { body: { reason: 'inspected' }, headers })
const show = async (id: string) => (await call<View>('GET', `/quality/defects/${id}`)).body
const openValues = async (client: string = storeA.client) =>
  (await call<{ items: { value: string }[] }>('GET', '/quality/defects', { client })).body.items.map(
    ({ value }) => value,
  )

/** The events of a defect's newest version. */
async function publishedEvents(id: string): Promise<string[]> {
  const [item] = await fixture.table.partition(itemKey('DEFECT', storeA.store, id))
  return (unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord).events.map(({ type }) => type)
}

describe('POST /quality/defects', () => {
  it('confirms a defect, which is then open', async () => {
    const { status, body, headers } = await confirm('A-1')
    expect([status, headers['location'], headers['etag']]).toEqual([
      201,
      `/quality/defects/${body.id}`,
      '"1"',
    ])
    expect(await show(body.id)).toEqual(body)
    expect(body).toMatchObject({ subject: 'sku', value: 'A-1', status: 'open', confirmedBy: storeA.client })
    expect(await publishedEvents(body.id)).toEqual(['quality.defect-confirmed'])
    expect(await openValues()).toContain('A-1')
  })

  it('returns an open defect, under any Idempotency-Key', async () => {
    const first = await confirm('A-2')
    const again = await confirm('A-2', { reason: 'it breaks too' }, 'another')
    expect([again.status, again.body]).toEqual([200, first.body])
    const replayed = await confirm('A-2', { reason: 'it breaks too' }, 'another')
    expect([replayed.status, replayed.headers['idempotent-replayed']]).toEqual([200, 'true'])
    const lot = await confirm('A-2', { subject: 'lot' })
    expect(lot.status).toBe(201)
  })

  it('confirms a lifted defect again as another defect', async () => {
    const first = await confirm('A-3')
    await lift(first.body.id)
    const second = await confirm('A-3')
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false])
  })

  it('keeps every defect under concurrent confirmations and lifts', async () => {
    const confirmed = (await confirm('A-4')).body
    const [lifted, ...made] = await Promise.all([
      lift(confirmed.id),
      confirm('A-5'),
      confirm('A-6'),
      confirm('A-7'),
    ])
    expect([lifted.status, ...made.map(({ status }) => status)]).toEqual([200, 201, 201, 201])
    const open = await openValues()
    expect(open).toEqual(expect.arrayContaining(['A-5', 'A-6', 'A-7']))
    expect(open).not.toContain('A-4')
  })

  it('confirms defects for one store only', async () => {
    const { body } = await confirm('A-8')
    expect(await openValues(storeB.client)).toEqual([])
    const other = await call('GET', `/quality/defects/${body.id}`, { client: storeB.client })
    expect(other.status).toBe(404)
  })

  it.each([
    ['subject', { subject: 'colour' }],
    ['reason', { reason: '' }],
    ['issueId', { issueId: 'iss_none' }],
    ['why', { why: 'x' }],
  ])('rejects an invalid request: %s', async (path, changes) => {
    const { status, body } = await confirm('A-9', changes)
    const { errors } = body as unknown as { errors: { path: string }[] }
    expect([status, errors.map((one) => one.path)]).toEqual([400, [path]])
  })
})

describe('POST /quality/defects/{defectId}/lift', () => {
  it('lifts a defect once, in the version that the caller read', async () => {
    const { id } = (await confirm('B-1')).body
    expect((await lift(id, ifMatch(2))).status).toBe(412)
    const { status, body } = await lift(id, ifMatch(1))
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        status: 'lifted',
        version: 2,
        lifted: { at: expect.any(String), by: storeA.client, reason: 'inspected' },
      }),
    ])
    expect(await publishedEvents(id)).toEqual(['quality.defect-lifted'])
    expect(await openValues()).not.toContain('B-1')
    const again = await lift(id)
    expect([again.status, (again.body as unknown as { code: string }).code]).toEqual([
      409,
      'illegal-transition',
    ])
    expect((await lift('dft_none')).status).toBe(404)
  })
})

describe('a defect and its orders', () => {
  const order = placeOrder(aPlaceOrder(), storeA.store, fixedNow).next
  const sku = order.lines[0]?.sku ?? ''
  const runOf = async () => (await call<Run>('GET', `/quality/runs/${order.id}`)).body
  const issuesOf = async () =>
    (await call<{ items: Issue[] }>('GET', '/quality/issues', { query: { orderId: order.id } })).body.items
  const sweepOf = (defectId: string, changes: Partial<OrderScanSnapshot>): OrderScanSnapshot =>
    ({
      purpose: 'hold',
      id: 'swp_1',
      store: storeA.store,
      version: 2,
      status: 'running',
      page: 1,
      startedAt: fixedNow,
      updatedAt: fixedNow,
      defectId,
      subject: 'sku',
      value: sku,
      look: 1,
      seen: 99,
      held: { orders: 3, cents: 300 },
      released: { orders: 0, cents: 0 },
      ...changes,
    }) as OrderScanSnapshot
  const receive = (scan: OrderScanSnapshot) => {
    const event = eventOf(scanAdvanced, scan, { page: scan.page, orderIds: [order.id] })
    return deliver(handler, [busMessage(event, 'orders')])
  }

  it('holds a new order while the defect is open, and releases it once lifted', async () => {
    const { id } = (await confirm(sku)).body
    await deliver(handler, [busMessage(eventOf(orderPlaced, order, {}), 'orders')])
    expect((await runOf()).outcome).toBe('failed')
    expect((await issuesOf()).map(({ category, status }) => [category, status])).toEqual([
      ['open-problem', 'open'],
    ])
    // A page of the holding scan only reports progress and re-checks nothing.
    expect(await receive(sweepOf(id, {}))).toEqual([])
    expect((await runOf()).version).toBe(1)
    await lift(id)
    const release = sweepOf(id, { purpose: 'release', version: 5, released: { orders: 3, cents: 300 } })
    expect(await receive(release)).toEqual([])
    expect((await runOf()).outcome).toBe('passed')
    expect((await issuesOf()).map(({ status }) => status)).toEqual(['resolved'])
    const before = await fixture.table.items()
    expect(await receive(release)).toEqual([])
    expect(await fixture.table.items()).toEqual(before)
  })

  it('keeps the newest progress of the scan, whatever arrives late', async () => {
    const { id } = (await confirm('C-1')).body
    await receive(sweepOf(id, { version: 3, seen: 198 }))
    await receive(sweepOf(id, { version: 2 }))
    expect(await show(id)).toMatchObject({
      version: 1,
      scan: { purpose: 'hold', status: 'running', seen: 198, held: { orders: 3, cents: 300 } },
    })
    const lifted = await lift(id, ifMatch(1))
    expect(lifted.status).toBe(200)
  })
})
