import type { DemoReport } from './demo-report.ts'
import { casesWithStoreFacts, type HoldCase, holdCases, storeFactsCases } from './hold-cases.ts'
import { createQualityFixture, type Placed, type QualityFixture, readQueue } from './quality-fixture.ts'
import { backTest, change, defect, waive } from './quality-steps.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Quality demo over the public API: an order for each check, a waiver, a change after the pass, a defect with its affected
 * orders, and a back-test over past orders.
 */
export async function quality(endpoints: Endpoints, report: DemoReport): Promise<void> {
  const began = new Date().toISOString()
  const shop = await openStorefront(endpoints, 'loja-azul')
  const approver = await openStorefront(endpoints, 'loja-azul-aprova')
  const fixture = createQualityFixture(report, shop)
  try {
    await eachHold(fixture)
    await waive(fixture, approver)
    await change(fixture)
    await defect(fixture)
    await backTest(fixture, began)
  } finally {
    report.step('Clean up')
    await fixture.cleanUp()
  }
}

/** A check as configured for the store. */
interface CreatedCheck {
  readonly code: string
  readonly mode: string
  readonly department: string
}

async function eachHold(fixture: QualityFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('Hold an order with each check')
  const checks: CreatedCheck[] = (await shop.get('/quality/checks')).body.items
  const runCases = async (cases: readonly HoldCase[]) => {
    for (const one of cases) {
      const check = checks.find(({ code }) => code === one.check)
      if (check === undefined) throw new Error(`Check ${one.check} does not exist.`)
      await holds(fixture, one, check)
    }
  }
  await runCases(holdCases)
  await withStoreFacts(fixture, () => runCases(casesWithStoreFacts))
  await repeatedDelivery(fixture)

  report.step('Sort the queue by release deadline')
  // The store facts were just restored, so held orders may still receive new clocks.
  await report.eventually('queue is sorted by release deadline', true, async () =>
    isSorted((await readQueue(shop)).map(({ releaseBy = '9999' }) => releaseBy)),
  )
  const covered = new Set([...holdCases, ...casesWithStoreFacts].map(({ check }) => check))
  const uncovered = checks.map(({ code }) => code).filter((code) => !covered.has(code))
  report.expect('checks that no API call can make fail', ['repeated-delivery'], uncovered)
}

const isSorted = (list: readonly string[]): boolean =>
  list.every((one, n) => n === 0 || (list[n - 1] ?? '') <= one)

/** Places an order that one check fails; reports evidence, clock, money at stake and department. */
async function holds(
  fixture: QualityFixture,
  one: HoldCase,
  { mode, department }: CreatedCheck,
): Promise<void> {
  const { report, shop } = fixture
  report.step(`  ${one.check} (${mode})`)
  const { id, order } = await placeCase(fixture, one)
  const isWarning = mode === 'warn'
  const found = async () => (await shop.get(`/quality/issues?orderId=${id}`)).body.items
  await report.eventually('issue: check, mode, department', [[one.check, mode, department]], async () =>
    (await found()).map((issue: CreatedCheck & { check: string }) => [
      issue.check,
      issue.mode,
      issue.department,
    ]),
  )
  if (isWarning) await fixture.expectQuality('order with a warning: quality, holds', id, 'passed')
  else await fixture.expectQuality('order: quality, holds', id, 'held', [one.check])
  const [{ evidence = [] } = {}] = await found()
  report.expect('field of the evidence', one.field, evidence[0]?.field)
  for (const { field, expected, received } of evidence)
    report.note(`${field}: expected ${expected}, received ${received}`)

  const inQueue = async () => (await readQueue(shop)).find(({ orderId }) => orderId === id)
  const expected = isWarning ? 'not in the queue' : [order.totals.total, [[one.check, department]]]
  await report.eventually('queue entry: money at stake, check and department', expected, async () => {
    const held = await inQueue()
    if (held === undefined) return 'not in the queue'
    return [held.moneyAtStake, held.holds.map((hold) => [hold.check, hold.department])]
  })
  if (isWarning) return
  const { releaseBy } = (await inQueue()) ?? {}
  const isInTime = releaseBy !== undefined && releaseBy <= order.dispatchBy
  report.expect('release deadline is before the dispatch deadline', true, isInTime)
  report.note(`release by ${releaseBy}, dispatch by ${order.dispatchBy}`)
}

async function placeCase(
  fixture: QualityFixture,
  { order: invalidate, sku, facts, before = [] }: HoldCase,
): Promise<Placed> {
  const { report, shop } = fixture
  const first = fixture.newOrder()
  for (const quantity of before)
    await fixture.placePassed({
      ...withQuantity(first, quantity),
      externalId: `${first.externalId}-${quantity}`,
    })
  // Placed after the other orders of the same customer.
  const right = { ...first, placedAt: new Date().toISOString() }
  if (sku !== undefined) await fixture.recordSkuFacts(right.lines[0]?.sku ?? '', sku(right))
  const order = invalidate?.(right) ?? right
  if (facts === undefined) return fixture.place(order)
  const placed = await fixture.placePassed(order)
  const recorded = await shop.put(`/quality/facts/orders/${placed.id}`, facts(order))
  report.expect('record an order fact', 200, recorded.status)
  return placed
}

/** The same order with another quantity and the matching total. */
function withQuantity(order: Placed['order'], quantity: number): Placed['order'] {
  const lines = order.lines.map((line) => ({ ...line, quantity }))
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  return { ...order, lines, totals: { ...order.totals, total: goods + (order.totals.freight ?? 0) } }
}

/** Records store facts for the duration of `run`; they apply to every run of the store. */
async function withStoreFacts({ report, shop }: QualityFixture, run: () => Promise<void>): Promise<void> {
  const path = '/quality/facts/store'
  const { facts } = (await shop.get(path)).body
  report.step('  Record store facts: handling time, carriers, issuer, marketplaces')
  report.expect(`PUT ${path}`, 200, (await shop.put(path, { ...facts, ...storeFactsCases })).status)
  try {
    await run()
  } finally {
    report.step('  Restore the previous store facts')
    report.expect(`PUT ${path}`, 200, (await shop.put(path, facts)).status)
  }
}

async function repeatedDelivery(fixture: QualityFixture): Promise<void> {
  const { report, shop } = fixture
  report.step('  repeated-delivery: a repeated sale is the same order')
  const { id, order } = await fixture.placePassed(fixture.newOrder())
  const again = await shop.post('/orders', order)
  report.expect('place the same sale again', [200, id], [again.status, again.body.id])
  const { body } = await shop.get(`/quality/runs/${id}`)
  const result = body.results.find(({ check }: { check: string }) => check === 'repeated-delivery')
  report.expect('outcome of the check', 'passed', result?.outcome)
}
