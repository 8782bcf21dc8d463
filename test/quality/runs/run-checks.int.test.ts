import { orderChanged, orderPaid, orderPlaced } from '../../../events/orders/order-events.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { type PlaceOrder, placeOrder } from '../../../functions/orders/order/place-order.ts'
import { payOrder } from '../../../functions/orders/progress/order-progress.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { CheckIssue as Issue } from '../../../functions/quality/issues/issue.ts'
import type { Run } from '../../../functions/quality/runs/run.ts'
import type { OutboxRecord } from '../../../shared/table/aggregate.ts'
import { itemKey } from '../../../shared/table/keys.ts'
import { unpack } from '../../../shared/table/packed.ts'
import { ServiceError } from '../../support/aws-services.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { busMessage, deliver, eventOf } from '../../support/inbox.ts'
import { anAddress, anotherCustomer, aPlaceOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
beforeAll(async () => {
  fixture = await startSuiteFixture()
  fixture.services.on('SendMessage', () => ({ MessageId: 'dead' }))
})
afterAll(() => fixture.stop())

const call = callerOf(qualityApi)
const placed = (order: Order) => busMessage(eventOf(orderPlaced, order, {}), 'orders')
const changed = (order: Order) =>
  busMessage(eventOf(orderChanged, order, { fields: ['customer.document'], repack: false }), 'orders')
const paid = (order: Order) => busMessage(eventOf(orderPaid, order, { amount: 1 }), 'orders')
const receive = (...bodies: string[]) => deliver(handler, bodies)

const runOf = async ({ id }: Order) => (await call<Run>('GET', `/quality/runs/${id}`)).body
const issuesOf = async ({ id }: Order) =>
  (await call<{ items: Issue[] }>('GET', '/quality/issues', { query: { orderId: id } })).body.items
const summary = async (order: Order) => {
  const [run, issues] = [await runOf(order), await issuesOf(order)]
  return { outcome: run.outcome, content: run.order.contentVersion, issues: issues.map(stateOf) }
}
const stateOf = ({ check, status, version }: Issue) => `${check} ${status} v${version}`

/** The events of the newest versions of an order's run and issues. */
async function publishedEvents(order: Order): Promise<string[]> {
  const ids = [order.id, ...(await issuesOf(order)).map(({ id }) => id)]
  const items = await fixture.table.items(`S#${storeA.store}#`)
  return items
    .filter(({ pk }) => ids.some((id) => pk?.S?.endsWith(`#${id}`)))
    .flatMap(({ happened }) => (happened?.B === undefined ? [] : (unpack(happened.B) as OutboxRecord).events))
    .map(({ type }) => type)
    .sort()
}

const order = (changes: Partial<PlaceOrder> = {}): Order =>
  placeOrder(aPlaceOrder({ customer: anotherCustomer(), ...changes }), storeA.store, fixedNow).next
const good = (): Order => order()
const wrong = (): Order => order({ shippingAddress: anAddress({ cep: '20040-002' }) })
const corrected = (order: Order, cep = '04567-010') =>
  correctOrder(order, { shippingAddress: { cep } }, later(1)).next

describe('checking a new order', () => {
  it('passes a correct order, and publishes it', async () => {
    const order = good()
    expect(await receive(placed(order))).toEqual([])
    expect(await summary(order)).toEqual({ outcome: 'passed', content: 1, issues: [] })
    expect(await publishedEvents(order)).toEqual(['quality.order-passed'])
    expect((await runOf(order)).results).toContainEqual({
      check: 'cpf',
      checkVersion: 1,
      outcome: 'passed',
      evidence: [],
    })
  })

  it('opens an issue with evidence for each failed check', async () => {
    const order = {
      ...wrong(),
      customer: { name: 'Joana Prado', phone: '+5511912345678', document: '111.444.777-36' },
    }
    expect(await receive(placed(order))).toEqual([])
    expect(await summary(order)).toEqual({
      outcome: 'failed',
      content: 1,
      issues: ['cpf open v1', 'cep-uf open v1'],
    })
    expect(await publishedEvents(order)).toEqual([
      'quality.issue-opened',
      'quality.issue-opened',
      'quality.order-failed',
    ])
    const [cpf, cep] = await issuesOf(order)
    expect(cpf).toMatchObject({
      severity: 'critical',
      mode: 'block',
      department: 'front-office',
      orderId: order.id,
    })
    expect(cep?.evidence).toEqual([
      {
        field: 'shippingAddress.cep',
        expected: 'a CEP of SP',
        received: '20040-002, a CEP of RJ',
      },
    ])
  })

  it('stores who caused the run', async () => {
    const order = good()
    await receive(placed(order))
    const [item] = await fixture.table.partition(itemKey('QUALITY', storeA.store, order.id))
    expect((unpack(item?.['happened']?.B ?? new Uint8Array()) as OutboxRecord).cause).toEqual({
      actor: { type: 'system', id: 'run-checks-when-order-changes' },
      causationId: `${order.id}.1.0`,
      correlationId: 'correlation-1',
    })
  })
})

describe('checking a changed order', () => {
  it('resolves a corrected failure, and passes the order', async () => {
    const order = wrong()
    await receive(placed(order))
    await receive(changed(corrected(order)))
    expect(await summary(order)).toEqual({ outcome: 'passed', content: 2, issues: ['cep-uf resolved v2'] })
    expect(await publishedEvents(order)).toEqual(['quality.issue-resolved', 'quality.order-passed'])
  })

  it('publishes new evidence of the same failure', async () => {
    const order = wrong()
    await receive(placed(order))
    await receive(changed(corrected(order, '70000-000')))
    expect((await summary(order)).issues).toEqual(['cep-uf open v2'])
    expect(await publishedEvents(order)).toEqual(['quality.issue-changed', 'quality.order-failed'])
  })

  it('reopens the issue when the check fails again', async () => {
    const order = wrong()
    const right = corrected(order)
    await receive(placed(order))
    await receive(changed(right))
    await receive(changed(corrected(right, '20040-002')))
    expect(await summary(order)).toEqual({ outcome: 'failed', content: 3, issues: ['cep-uf reopened v3'] })
    expect(await publishedEvents(order)).toEqual(['quality.issue-reopened', 'quality.order-failed'])
    expect(await issuesOf(order)).toEqual([expect.not.objectContaining({ resolvedAt: expect.anything() })])
  })

  it('checks again when the order is paid, and publishes nothing without a change', async () => {
    const order = good()
    await receive(placed(order))
    expect(await receive(paid(payOrder(order, {}, later(1)).next))).toEqual([])
    expect(await publishedEvents(order)).toEqual([])
    expect(await runOf(order)).toMatchObject({ version: 2, outcome: 'passed', order: { version: 2 } })
  })

  it('resolves a payment issue once the payment covers the total', async () => {
    const payment = { status: 'approved', approvedAmount: 5000, refundedAmount: 0 } as const
    const order = { ...good(), payment }
    await receive(placed(order))
    expect((await summary(order)).issues).toEqual(['payment-coverage open v1'])
    await receive(paid(payOrder(order, {}, later(1)).next))
    expect(await summary(order)).toMatchObject({
      outcome: 'passed',
      issues: ['payment-coverage resolved v2'],
    })
  })
})

describe('repeated, late and batched events', () => {
  it('change nothing when repeated', async () => {
    const order = wrong()
    const right = corrected(order)
    await receive(placed(order))
    await receive(changed(right))
    const before = await fixture.table.items()
    await receive(placed(order), changed(right), placed(order))
    expect(await fixture.table.items()).toEqual(before)
  })

  it('leave the newest version evaluated, in any order', async () => {
    const permutations = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]
    for (const permutation of permutations) {
      const first = good()
      const second = corrected(first, '20040-002')
      const third = corrected(second, '04567-020')
      const bodies = [placed(first), changed(second), changed(third)]
      for (const n of permutation) await receive(bodies[n] ?? '')
      const { outcome, content, issues } = await summary(third)
      expect({ permutation, outcome, content }).toEqual({ permutation, outcome: 'passed', content: 3 })
      expect(issues.filter((issue) => !issue.includes(' resolved '))).toEqual([])
    }
  })

  it.each([
    { to: 'right', make: () => wrong(), cep: '04567-010', end: ['passed', 2, 0] },
    { to: 'wrong', make: () => good(), cep: '20040-002', end: ['failed', 2, 1] },
  ])('leave the newest version evaluated when they arrive in one batch, $to last', async (one) => {
    const orders = Array.from({ length: 5 }, () => {
      const first = one.make()
      const second = corrected(first, one.cep)
      return { newest: second, bodies: [placed(first), changed(second), placed(first)] }
    })
    expect(await receive(...orders.flatMap(({ bodies }) => bodies))).toEqual([])
    for (const { newest } of orders) {
      const { outcome, content, issues } = await summary(newest)
      expect([outcome, content, issues.filter((issue) => !issue.includes(' resolved ')).length]).toEqual(
        one.end,
      )
    }
  })
})

describe('messages that cannot succeed', () => {
  const dead = () => fixture.services.inputs('SendMessage').map(({ MessageBody }) => MessageBody)

  it.each([
    { what: 'no JSON', body: 'poison' },
    { what: 'no event of the bus', body: '{"hello":"world"}' },
    { what: 'another shape of the event', body: busMessage({ type: 'order.placed' }, 'orders') },
  ])('go to the dead-letter queue without failing the batch: $what', async ({ body }) => {
    const order = good()
    expect(await receive(body, placed(order))).toEqual([])
    expect(dead().at(-1)).toBe(body)
    expect(fixture.services.inputs('SendMessage').at(-1)?.['MessageAttributes']).toEqual({
      ErrorCode: { DataType: 'String', StringValue: 'invalid-event' },
    })
    expect((await runOf(order)).outcome).toBe('passed')
  })

  it('stay in the queue when the dead-letter queue is unavailable', async () => {
    fixture.services.on('SendMessage', () => {
      throw new ServiceError(400, 'AccessDeniedException')
    })
    const order = good()
    expect(await receive('poison', placed(order))).toEqual(['message-0'])
    fixture.services.on('SendMessage', () => ({ MessageId: 'dead' }))
  })

  it('are ignored when no reaction handles them', async () => {
    const before = [await fixture.table.items(), dead().length]
    expect(await receive(busMessage({ type: 'order.delivered' }, 'orders'))).toEqual([])
    expect([await fixture.table.items(), dead().length]).toEqual(before)
  })

  it('are retried by the queue when the table is unavailable, without personal data in the logs', async () => {
    const order = wrong()
    const { TABLE_NAME } = process.env
    process.env['TABLE_NAME'] = 'no-such-table'
    try {
      expect(await receive(placed(order), 'poison')).toEqual(['message-0'])
    } finally {
      process.env['TABLE_NAME'] = TABLE_NAME
    }
    expect(await receive(placed(order))).toEqual([])
    expect((await runOf(order)).outcome).toBe('failed')
    const log = fixture.logged.join('')
    expect(log).toContain('reaction failed')
    for (const secret of ['Joana', '111.444', '11144477735', '12345678', '20040-002'])
      expect(log).not.toContain(secret)
  })
})
