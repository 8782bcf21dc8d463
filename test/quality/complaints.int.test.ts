import { catalogue } from '../../events/catalogue.ts'
import type { EventOf } from '../../events/envelope.ts'
import { complaintUnderstood } from '../../events/thread-events.ts'
import { placeOrder } from '../../functions/orders/place-order.ts'
import * as qualityApi from '../../functions/quality/api.ts'
import { skusMeant } from '../../functions/quality/complaint.ts'
import { handler } from '../../functions/quality/inbox.ts'
import type { ReportedIssue } from '../../functions/quality/issue.ts'
import { commitRun } from '../../functions/quality/quality.store.ts'
import { recordRun } from '../../functions/quality/run.ts'
import { blue, callerOf } from '../support/http.ts'
import { busMessage, deliver } from '../support/inbox.ts'
import { anOrder, aPlaceOrder, noon } from '../support/orders.ts'
import { type SuiteStage, setSuiteStage } from '../support/suite-stage.ts'

let stage: SuiteStage
const { next: order } = placeOrder(aPlaceOrder(), blue.store, noon)
beforeAll(async () => {
  stage = await setSuiteStage()
  const cause = { actor: { type: 'system', id: 'test' }, causationId: 'c', correlationId: 'c' } as const
  await commitRun(recordRun(undefined, order, { results: [] }, noon), [], cause, noon)
})
afterAll(() => stage.stop())

type Understood = EventOf<typeof complaintUnderstood>
const example = catalogue.get(complaintUnderstood.type)?.example as unknown as Understood

/** A customer's complaint about the order, in a conversation of its own. */
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
const hear = (...complaints: readonly Understood[]) =>
  deliver(
    handler,
    complaints.map((complaint) => busMessage(complaint, 'email')),
  )
const issuesOf = async (category: string) => {
  const { body } = await callerOf(qualityApi)<{ items: ReportedIssue[] }>('GET', '/quality/issues')
  return body.items.filter((issue) => issue.category === category)
}

describe('a customer’s complaint', () => {
  it('opens an issue about its order and its SKU, in its department', async () => {
    expect(await hear(aComplaint('thr_a'))).toEqual([])
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

  it('is counted once however often it is heard', async () => {
    const again = aComplaint('thr_a')
    expect(await hear(again, again)).toEqual([])
    expect((await issuesOf('defective'))[0]).toMatchObject({ occurrences: 1, version: 1 })
  })

  it('joins the open issue of the same when another conversation complains', async () => {
    expect(await hear(aComplaint('thr_b'))).toEqual([])
    expect((await issuesOf('defective')).map(({ occurrences }) => occurrences)).toEqual([2])
  })

  it('opens one of its own for something else', async () => {
    await hear(aComplaint('thr_a', { category: 'late' }))
    const [late] = await issuesOf('late')
    expect(late?.references).toEqual([{ kind: 'order', value: order.id }])
  })

  it('is about the channel where no order is known, and the unknown order’s goods are nobody’s', async () => {
    const { orderId: _, ...data } = { ...example.data, category: 'service' as const }
    await hear({ ...aComplaint('thr_c'), data })
    expect((await issuesOf('service'))[0]?.references).toEqual([{ kind: 'channel', value: 'email' }])
    await hear(aComplaint('thr_d', { category: 'wrong-item', orderId: 'ord_unknown' }))
    expect((await issuesOf('wrong-item'))[0]?.references).toEqual([{ kind: 'order', value: 'ord_unknown' }])
  })
})

describe('the SKUs that a complaint means', () => {
  const aLine = (changes: { readonly sku: string; readonly title: string }) =>
    anOrder()
      .lines.slice(0, 1)
      .map((line) => ({ ...line, ...changes }))
  const lines = [
    ...aLine({ sku: 'CAN-AZ-350', title: 'Caneca azul 350 ml' }),
    ...aLine({ sku: 'CAN-VM-350', title: 'Caneca vermelha 350 ml' }),
  ]
  it.each([
    { words: 'a CANECA VERMELHA veio quebrada', skus: ['CAN-VM-350'] },
    { words: 'can-az-350 não liga', skus: ['CAN-AZ-350'] },
    { words: 'a caneca veio quebrada', skus: [] },
    { words: 'nem a azul nem a vermelha prestam', skus: ['CAN-AZ-350', 'CAN-VM-350'] },
  ])('by "$words" are $skus', ({ words, skus }) => {
    expect(skusMeant({ category: 'defective', words }, lines)).toEqual(skus)
  })

  it('are the only one of the order, but none where the way is at fault', () => {
    expect(skusMeant({ category: 'defective', words: '' }, lines.slice(0, 1))).toEqual(['CAN-AZ-350'])
    expect(skusMeant({ category: 'late', words: 'caneca azul' }, lines)).toEqual([])
  })
})
