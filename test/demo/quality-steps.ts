import { type SampleOrder, sampleDefects } from '../../infra/start/sample-orders.ts'
import { type QualityFixture, readAllPages } from './quality-fixture.ts'
import type { Storefront } from './storefront.ts'

const anyVersion = { 'if-match': '*' }

/** An approver waives one check of one order; the client that opened the issue may not. */
export async function waive(fixture: QualityFixture, approver: Storefront): Promise<void> {
  const { report, shop } = fixture
  report.step('Waive a check')
  const right = fixture.newOrder()
  const { id } = await fixture.place(sampleDefects.cpf?.(right) ?? right)
  await fixture.expectQuality('order with an invalid CPF: quality, holds', id, 'held', ['cpf'])
  const [issue] = (await shop.get(`/quality/issues?orderId=${id}`)).body.items
  const waiver = {
    reason: 'documento conferido por telefone',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const path = `/quality/issues/${issue.id}/waiver`
  const refused = await shop.post(path, waiver, anyVersion)
  report.expect(
    'waiver by the client that opened the issue',
    [403, 'forbidden'],
    [refused.status, refused.body.code],
  )
  await fixture.expectQuality('order after the rejected waiver: quality, holds', id, 'held', ['cpf'])
  const waived = await approver.post(path, waiver, anyVersion)
  report.expect(
    'waiver by the approver',
    [201, 'resolved', 'loja-azul-aprova'],
    [waived.status, waived.body.status, waived.body.waiver?.by],
  )
  await fixture.expectQuality('order: quality, holds', id, 'passed')
}

/** A changed total invalidates the pass: the order cannot be dispatched until it passes again. */
export async function change(fixture: QualityFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('Change the total after the pass')
  const { id, order } = await fixture.placePassed(fixture.newOrder())
  for (const action of ['pay', 'pack'])
    report.expect(action, 200, (await shop.change('POST', id, `/${action}`, {})).status)

  const total = order.totals.total - 100
  const changed = await shop.change('PATCH', id, '', { totals: { total } })
  report.expect(
    'PATCH with a total reduced by one real',
    [200, total],
    [changed.status, changed.body.totals.total],
  )
  const isRefused = async () => {
    const { status, body } = await shop.change('POST', id, '/dispatch', { carrier: 'Correios' })
    return [status, body.code, body.blockers?.includes('not-passed')]
  }
  report.expect(
    'dispatch before the new check: status, code, blocked as not passed',
    [409, 'not-dispatchable', true],
    await isRefused(),
  )
  await fixture.expectQuality('order whose lines do not match its total: quality, holds', id, 'held', [
    'arithmetic',
  ])
  report.expect('dispatch while held', [409, 'not-dispatchable', true], await isRefused())

  const corrected = await shop.change('PATCH', id, '', { totals: { discount: 100 } })
  report.expect('PATCH with the matching discount', 200, corrected.status)
  await fixture.expectQuality('order: quality, holds', id, 'passed')
  const sent = await shop.change('POST', id, '/dispatch', { carrier: 'Correios' })
  report.expect('dispatch', [200, 'dispatched'], [sent.status, sent.body.status])
}

/** A confirmed defect holds all open orders with the SKU and no others; lifting it releases exactly those. */
export async function defect(fixture: QualityFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('Confirm and lift a defect')
  const { sku } = fixture.newOrder().lines[0] ?? {}
  if (sku === undefined) throw new Error('Sample order has no line.')
  const withIt = [fixture.newOrder(sku), fixture.newOrder(sku), fixture.newOrder(sku)]
  const placed = []
  for (const order of withIt) placed.push(await fixture.placePassed(order))
  const other = await fixture.placePassed(fixture.newOrder())

  const reported = await shop.post('/quality/issues', {
    category: 'trinca',
    department: 'stock-logistics',
    summary: 'Caneca chegou trincada',
    references: [{ kind: 'sku', value: sku }],
  })
  report.expect('report a cracked mug', 201, reported.status)
  const confirmed = await shop.post('/quality/defects', {
    subject: 'sku',
    value: sku,
    reason: 'trinca no esmalte',
    issueId: reported.body.id,
  })
  report.expect(`confirm a defect of ${sku}`, [201, 'open'], [confirmed.status, confirmed.body.status])
  const path = `/quality/defects/${confirmed.body.id}`
  const all = { orders: withIt.length, cents: withIt.reduce((sum, { totals }) => sum + totals.total, 0) }
  const scanned = async () => {
    const { purpose, status, held, released } = (await shop.get(path)).body.scan ?? {}
    return [purpose, status, purpose === 'hold' ? held : released]
  }
  await report.eventually('orders held and their total', ['hold', 'finished', all], scanned)
  for (const { id, order } of placed)
    report.expect(`order ${order.externalId} is held by the defect`, true, await isHeldByDefect(shop, id))
  report.expect('order without the SKU is held by the defect', false, await isHeldByDefect(shop, other.id))
  const late = await fixture.place(fixture.newOrder(sku))
  await fixture.expectQuality('later order with the SKU: quality, holds', late.id, 'held', ['open-problem'])

  const lifted = await shop.post(`${path}/lift`, { reason: 'só uma peça' }, anyVersion)
  report.expect('lift the defect', [200, 'lifted'], [lifted.status, lifted.body.status])
  await report.eventually('orders released and their total', ['release', 'finished', all], scanned)
  for (const { id, order } of placed)
    await fixture.expectQuality(`order ${order.externalId}: quality, holds`, id, 'passed')
  await fixture.expectQuality('later order: quality, holds', late.id, 'passed')
  const resolved = await shop.post(
    `/quality/issues/${reported.body.id}/resolve`,
    { resolution: 'fixed' },
    anyVersion,
  )
  report.expect('resolve the issue', 200, resolved.status)
}

async function isHeldByDefect(shop: Storefront, id: string): Promise<boolean> {
  const { blockers }: { blockers: string[] } = (await shop.get(`/orders/${id}`)).body
  return blockers.some((blocker) => blocker.startsWith('hold:defect-'))
}

/** Facts of the sample SKUs: plates have a margin of 32 %, all other SKUs more than 40 %. */
const goods = {
  'CAN-AZ-350': { price: 3990, cost: 2190 },
  'PRT-BR-27': { price: 2490, cost: 1690 },
  'TLH-LN-150': { price: 18990, cost: 9900 },
  'VAS-TC-20': { price: 5490, cost: 2990 },
}
const lowMarginSku = 'PRT-BR-27'

/** Back-tests a stricter price check over the orders placed before the demo. */
export async function backTest(fixture: QualityFixture, until: string): Promise<void> {
  const { report, shop } = fixture
  report.step('Back-test a stricter price check')
  for (const [sku, facts] of Object.entries(goods)) await fixture.recordSkuFacts(sku, facts)
  const from = new Date(Date.parse(until) - 30 * 86_400_000).toISOString()
  const past = (await readAllPages<SampleOrder & { status: string }>(shop, '/orders?limit=100')).filter(
    ({ placedAt }) => placedAt >= from && placedAt < until,
  )
  const plates = past.filter(({ lines }) => lines.some(({ sku }) => sku === lowMarginSku))
  const cents = plates.reduce((sum, { totals }) => sum + totals.total, 0)
  report.expect('past orders exist', true, past.length > 0 && plates.length > 0)

  const lenient = await resultOf(fixture, { from, to: until, settings: { mode: 'hold' } })
  report.expect('current settings: orders that would be held', 0, lenient.wouldHold.orders)
  const strict = await resultOf(fixture, {
    from,
    to: until,
    settings: { mode: 'hold', thresholds: { leastMarginBasisPoints: 4000 } },
  })
  report.expect('minimum margin of 40 %: orders evaluated', past.length, strict.orders)
  report.expect(
    'minimum margin of 40 %: orders that would be held',
    { orders: plates.length, cents },
    strict.wouldHold,
  )
  const { right, wrong, undecided } = strict
  report.expect(
    'sum of right, wrong and undecided',
    plates.length,
    right.orders + wrong.orders + undecided.orders,
  )
  for (const [name, tally] of Object.entries({ right, wrong, undecided, missed: strict.missed }))
    report.note(`${name}: ${tally.orders} orders, ${tally.cents} cents`)
  report.note(`not evaluated: ${strict.notEvaluated}, missing ${strict.missing.join(', ') || 'nothing'}`)
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

async function resultOf({ report, shop }: QualityFixture, request: object): Promise<Result> {
  const started = await shop.post('/quality/checks/price/back-test', request)
  report.expect('start a back-test', [201, 'running'], [started.status, started.body.status])
  const look = async () => (await shop.get(started.location)).body
  await report.eventually('back-test status', 'finished', async () => (await look()).status)
  return (await look()).result
}
