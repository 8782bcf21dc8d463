import { type SampleOrder, sampleDefects } from '../../infra/start/sample-orders.ts'
import { type QualityFixture, readAllPages } from './quality-fixture.ts'
import type { Storefront } from './storefront.ts'

const anyVersion = { 'if-match': '*' }

/** An approver of the store waives one check of one order; who opened the issue may not, and who may not approve neither. */
export async function waive(stage: QualityFixture, approver: Storefront): Promise<void> {
  const { report: story, shop } = stage
  story.step('A waiver')
  const right = stage.newOrder()
  const { id } = await stage.place(sampleDefects.cpf?.(right) ?? right)
  await stage.expectQuality('an order with a wrong CPF', id, 'held', ['cpf'])
  const [issue] = (await shop.get(`/quality/issues?orderId=${id}`)).body.items
  const waiver = {
    reason: 'documento conferido por telefone',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const path = `/quality/issues/${issue.id}/waiver`
  const refused = await shop.post(path, waiver, anyVersion)
  story.expect('by who opened the issue', [403, 'forbidden'], [refused.status, refused.body.code])
  await stage.expectQuality('the order', id, 'held', ['cpf'])
  const waived = await approver.post(path, waiver, anyVersion)
  story.expect(
    'by the approver',
    [201, 'resolved', 'loja-azul-aprova'],
    [waived.status, waived.body.status, waived.body.waiver?.by],
  )
  await stage.expectQuality('the order', id, 'passed')
}

/** A pass is for what was checked: another total, and the order does not leave until it has passed again. */
export async function change(stage: QualityFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('A total that changes after the pass')
  const { id, order } = await stage.placePassed(stage.newOrder())
  for (const action of ['pay', 'pack'])
    story.expect(action, 200, (await shop.change('POST', id, `/${action}`, {})).status)

  const total = order.totals.total - 100
  const changed = await shop.change('PATCH', id, '', { totals: { total } })
  story.expect(
    'PATCH to a total that is one real less',
    [200, total],
    [changed.status, changed.body.totals.total],
  )
  const isRefused = async () => {
    const { status, body } = await shop.change('POST', id, '/dispatch', { carrier: 'Correios' })
    return [status, body.code, body.blockers?.includes('not-passed')]
  }
  story.expect('dispatch at once', [409, 'not-dispatchable', true], await isRefused())
  await stage.expectQuality('the order: its sum is not its total', id, 'held', ['arithmetic'])
  story.expect('dispatch', [409, 'not-dispatchable', true], await isRefused())

  const mended = await shop.change('PATCH', id, '', { totals: { discount: 100 } })
  story.expect('PATCH with the discount behind it', 200, mended.status)
  await stage.expectQuality('the order', id, 'passed')
  const sent = await shop.change('POST', id, '/dispatch', { carrier: 'Correios' })
  story.expect('dispatch', [200, 'dispatched'], [sent.status, sent.body.status])
}

/** A defect found in one order holds all others with the SKU, and no more; lifted, it lets exactly those go. */
export async function defect(stage: QualityFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('A defect and its blast radius')
  const { sku } = stage.newOrder().lines[0] ?? {}
  if (sku === undefined) throw new Error('an order is expected to have a line')
  const withIt = [stage.newOrder(sku), stage.newOrder(sku), stage.newOrder(sku)]
  const placed = []
  for (const order of withIt) placed.push(await stage.placePassed(order))
  const other = await stage.placePassed(stage.newOrder())

  const reported = await shop.post('/quality/issues', {
    category: 'trinca',
    department: 'stock-logistics',
    summary: 'Caneca chegou trincada',
    references: [{ kind: 'sku', value: sku }],
  })
  story.expect('somebody reports a cracked mug', 201, reported.status)
  const confirmed = await shop.post('/quality/defects', {
    subject: 'sku',
    value: sku,
    reason: 'trinca no esmalte',
    issueId: reported.body.id,
  })
  story.expect(`defect of ${sku}`, [201, 'open'], [confirmed.status, confirmed.body.status])
  const path = `/quality/defects/${confirmed.body.id}`
  const all = { orders: withIt.length, cents: withIt.reduce((sum, { totals }) => sum + totals.total, 0) }
  const swept = async () => {
    const { purpose, status, held, released } = (await shop.get(path)).body.sweep ?? {}
    return [purpose, status, purpose === 'hold' ? held : released]
  }
  await story.eventually('orders held, and their money', ['hold', 'finished', all], swept)
  for (const { id, order } of placed)
    story.expect(`order ${order.externalId}`, true, await isHeldByDefect(shop, id))
  story.expect('an order without the SKU', false, await isHeldByDefect(shop, other.id))
  const late = await stage.place(stage.newOrder(sku))
  await stage.expectQuality('one that comes after', late.id, 'held', ['open-problem'])

  const lifted = await shop.post(`${path}/lift`, { reason: 'só uma peça' }, anyVersion)
  story.expect('lifted', [200, 'lifted'], [lifted.status, lifted.body.status])
  await story.eventually('orders released, and their money', ['release', 'finished', all], swept)
  for (const { id, order } of placed) await stage.expectQuality(`order ${order.externalId}`, id, 'passed')
  await stage.expectQuality('the one that came after', late.id, 'passed')
  const resolved = await shop.post(
    `/quality/issues/${reported.body.id}/resolve`,
    { resolution: 'fixed' },
    anyVersion,
  )
  story.expect('the report is settled', 200, resolved.status)
}

async function isHeldByDefect(shop: Storefront, id: string): Promise<boolean> {
  const { blockers }: { blockers: string[] } = (await shop.get(`/orders/${id}`)).body
  return blockers.some((blocker) => blocker.startsWith('hold:defect-'))
}

/** What is known of the SKUs of the sample orders: plates leave 32 % of their price over cost, all else more than 40 %. */
const goods = {
  'CAN-AZ-350': { price: 3990, cost: 2190 },
  'PRT-BR-27': { price: 2490, cost: 1690 },
  'TLH-LN-150': { price: 18990, cost: 9900 },
  'VAS-TC-20': { price: 5490, cost: 2990 },
}
const thin = 'PRT-BR-27'

/** What a stricter price check would have held of the orders that were there before the demo. */
export async function backTest(stage: QualityFixture, until: string): Promise<void> {
  const { report: story, shop } = stage
  story.step('A stricter price check over the sample orders')
  for (const [sku, known] of Object.entries(goods)) await stage.recordSkuFacts(sku, known)
  const from = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
  const past = (await readAllPages<SampleOrder & { status: string }>(shop, '/orders?limit=100')).filter(
    ({ placedAt }) => placedAt >= from && placedAt < until,
  )
  const plates = past.filter(({ lines }) => lines.some(({ sku }) => sku === thin))
  const cents = plates.reduce((sum, { totals }) => sum + totals.total, 0)
  story.expect('there are orders to look back at', true, past.length > 0 && plates.length > 0)

  const lenient = await resultOf(stage, { from, to: until, settings: { mode: 'hold' } })
  story.expect('as it is: orders that it would hold', 0, lenient.wouldHold.orders)
  const strict = await resultOf(stage, {
    from,
    to: until,
    settings: { mode: 'hold', thresholds: { leastMarginBasisPoints: 4000 } },
  })
  story.expect('with a margin of 40 % at least: orders looked at', past.length, strict.orders)
  story.expect('orders that it would hold', { orders: plates.length, cents }, strict.wouldHold)
  const { right, wrong, undecided } = strict
  story.expect(
    'of those, right, wrong and undecided come to',
    plates.length,
    right.orders + wrong.orders + undecided.orders,
  )
  for (const [name, tally] of Object.entries({ right, wrong, undecided, missed: strict.missed }))
    story.note(`${name}: ${tally.orders} orders, ${tally.cents} cents`)
  story.note(`not evaluated: ${strict.notEvaluated}, missing ${strict.missing.join(', ') || 'nothing'}`)
}

interface Tally {
  readonly orders: number
  readonly cents: number
}

type Result = Readonly<Record<'wouldHold' | 'right' | 'wrong' | 'undecided' | 'missed', Tally>> & {
  readonly orders: number
  readonly notEvaluated: number
  readonly missing: readonly string[]
}

async function resultOf({ report: story, shop }: QualityFixture, request: object): Promise<Result> {
  const started = await shop.post('/quality/checks/price/back-test', request)
  story.expect('a back-test begins', [201, 'running'], [started.status, started.body.status])
  const look = async () => (await shop.get(started.location)).body
  await story.eventually('and goes on by itself', 'finished', async () => (await look()).status)
  return (await look()).result
}
