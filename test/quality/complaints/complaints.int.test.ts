import { catalogue } from '../../../events/catalogue.ts'
import { complaintUnderstood, complaintWithdrawn } from '../../../events/email/thread-events.ts'
import type { EventOf } from '../../../events/envelope.ts'
import { placeOrder } from '../../../functions/orders/order/place-order.ts'
import * as qualityApi from '../../../functions/quality/api.ts'
import { skusInComplaint } from '../../../functions/quality/complaints/complaint.ts'
import { handler } from '../../../functions/quality/inbox.ts'
import type { ReportedIssue } from '../../../functions/quality/issues/issue.ts'
import { commitRun } from '../../../functions/quality/runs/run.store.ts'
import { recordRun } from '../../../functions/quality/runs/run.ts'
import { cause } from '../../support/cause.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { busMessage, deliver } from '../../support/inbox.ts'
import { anOrder, aPlaceOrder, fixedNow } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

let fixture: SuiteFixture
const { next: order } = placeOrder(aPlaceOrder(), storeA.store, fixedNow)
beforeAll(async () => {
  fixture = await startSuiteFixture()
  await commitRun(recordRun(undefined, order, { results: [] }, fixedNow), [], cause, fixedNow)
})
afterAll(() => fixture.stop())

type Understood = EventOf<typeof complaintUnderstood>
const example = catalogue.get(complaintUnderstood.type)?.example as unknown as Understood

/** A customer's complaint about the order, in its own conversation. */
const aComplaint = (threadId: string, data: Partial<Understood['data']> = {}): Understood => ({
  ...example,
  data: {
    ...example.data,
    category: 'defective',
    orderId: order.id,
    excerpt: 'A vela veio trincada',
    ...data,
  },
  snapshot: { ...example.snapshot, id: threadId, subject: 'Vela trincada', urgency: 'high' },
})
const receive = (...complaints: readonly Understood[]) =>
  deliver(
    handler,
    complaints.map((complaint) => busMessage(complaint, 'email')),
  )
const issuesOf = async (category: string, query: Record<string, string> = {}) => {
  const { body } = await callerOf(qualityApi)<{ items: ReportedIssue[] }>('GET', '/quality/issues', { query })
  return body.items.filter((issue) => issue.category === category)
}

describe('a customer’s complaint', () => {
  it('opens an issue about its order and SKU, in its department', async () => {
    expect(await receive(aComplaint('thr_a'))).toEqual([])
    expect(await issuesOf('defective')).toEqual([
      expect.objectContaining({
        origin: 'e-mail',
        severity: 'critical',
        department: 'stock-logistics',
        summary: 'Vela trincada',
        description: 'A vela veio trincada',
        occurrences: 1,
        references: [
          { kind: 'order', value: order.id },
          { kind: 'sku', value: 'VELA-01' },
        ],
      }),
    ])
  })

  it('is counted once, however often it is delivered', async () => {
    const again = aComplaint('thr_a')
    expect(await receive(again, again)).toEqual([])
    expect((await issuesOf('defective'))[0]).toMatchObject({ occurrences: 1, version: 1 })
  })

  it('adds an occurrence to the open issue when another conversation complains', async () => {
    expect(await receive(aComplaint('thr_b'))).toEqual([])
    expect((await issuesOf('defective')).map(({ occurrences }) => occurrences)).toEqual([2])
  })

  it('opens another issue for another subject', async () => {
    await receive(aComplaint('thr_a', { category: 'late' }))
    const [late] = await issuesOf('late')
    expect(late?.references).toEqual([{ kind: 'order', value: order.id }])
  })

  it('refers to the channel when its order is unknown, and to no SKU', async () => {
    const { orderId: _, ...data } = { ...example.data, category: 'service' as const }
    await receive({ ...aComplaint('thr_c'), data })
    expect((await issuesOf('service'))[0]?.references).toEqual([{ kind: 'channel', value: 'email' }])
    await receive(aComplaint('thr_d', { category: 'wrong-item', orderId: 'ord_unknown' }))
    expect((await issuesOf('wrong-item'))[0]?.references).toEqual([{ kind: 'order', value: 'ord_unknown' }])
  })
})

describe('a withdrawn complaint', () => {
  const category = 'not-as-described'
  /** Delivered with a later version of the conversation, as all its later events are. */
  const at = <E extends Understood | Withdrawn>(event: E, version: number): E => ({
    ...event,
    id: `${event.id}.${version}`,
    aggregate: { ...event.aggregate, version },
  })
  type Withdrawn = EventOf<typeof complaintWithdrawn>
  const withdrawal = catalogue.get(complaintWithdrawn.type)?.example as unknown as Withdrawn
  const withdrawn = (threadId: string, version: number) =>
    busMessage(
      at({ ...withdrawal, data: { category }, snapshot: { ...withdrawal.snapshot, id: threadId } }, version),
      'email',
    )
  const complained = (threadId: string, version: number) =>
    busMessage(at(aComplaint(threadId, { category }), version), 'email')
  const shown = async (query?: Record<string, string>) =>
    (await issuesOf(category, query)).map(({ occurrences, status, resolution }) => [
      occurrences,
      status,
      resolution,
    ])

  it('is removed from its issue, once however often it is delivered', async () => {
    expect(await deliver(handler, [complained('thr_x', 3), complained('thr_y', 3)])).toEqual([])
    expect(await shown()).toEqual([[2, 'open', undefined]])
    for (const _ of [1, 2]) expect(await deliver(handler, [withdrawn('thr_x', 5)])).toEqual([])
    expect(await shown()).toEqual([[1, 'open', undefined]])
  })

  it('is not counted again by an older event, but by a later one', async () => {
    expect(await deliver(handler, [complained('thr_x', 3)])).toEqual([])
    expect(await shown()).toEqual([[1, 'open', undefined]])
    expect(await deliver(handler, [complained('thr_x', 7)])).toEqual([])
    expect(await deliver(handler, [withdrawn('thr_x', 5)])).toEqual([])
    expect(await shown()).toEqual([[2, 'open', undefined]])
  })

  it('resolves the issue if it was its only complaint', async () => {
    expect(await deliver(handler, [withdrawn('thr_x', 9), withdrawn('thr_y', 9)])).toEqual([])
    expect(await shown({ status: 'resolved' })).toEqual([[0, 'resolved', 'no-fault']])
  })

  it('is retried until the complaint is filed', async () => {
    expect(await deliver(handler, [withdrawn('thr_z', 5)])).toEqual(['message-0'])
  })
})

describe('the SKUs of a complaint', () => {
  const aLine = (changes: { readonly sku: string; readonly title: string }) =>
    anOrder()
      .lines.slice(0, 1)
      .map((line) => ({ ...line, ...changes }))
  const lines = [
    ...aLine({ sku: 'CAN-AZ-350', title: 'Caneca azul 350 ml' }),
    ...aLine({ sku: 'CAN-VM-350', title: 'Caneca vermelha 350 ml' }),
  ]
  it.each([
    { text: 'a CANECA VERMELHA veio quebrada', skus: ['CAN-VM-350'] },
    { text: 'can-az-350 não liga', skus: ['CAN-AZ-350'] },
    { text: 'a caneca veio quebrada', skus: [] },
    { text: 'nem a azul nem a vermelha prestam', skus: ['CAN-AZ-350', 'CAN-VM-350'] },
  ])('named by "$text" are $skus', ({ text, skus }) => {
    expect(skusInComplaint({ category: 'defective', text }, lines)).toEqual(skus)
  })

  it('are the only SKU of the order, and none for a delivery complaint', () => {
    expect(skusInComplaint({ category: 'defective', text: '' }, lines.slice(0, 1))).toEqual(['CAN-AZ-350'])
    expect(skusInComplaint({ category: 'late', text: 'caneca azul' }, lines)).toEqual([])
  })
})
