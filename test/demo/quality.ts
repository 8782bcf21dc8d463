import type { DemoReport } from './demo-report.ts'
import { casesWithStoreFacts, type HoldCase, holdCases, storeFactsCases } from './hold-cases.ts'
import { createQualityFixture, type Placed, type QualityFixture, readQueue } from './quality-fixture.ts'
import { backTest, change, defect, waive } from './quality-steps.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Quality before dispatch, through the public API: an order for each check, a waiver, a change after the pass, a defect
 * and its blast radius, and a back-test over the orders that the store had before.
 */
export async function quality(endpoints: Endpoints, story: DemoReport): Promise<void> {
  const began = new Date().toISOString()
  const shop = await openStorefront(endpoints, 'loja-azul')
  const approver = await openStorefront(endpoints, 'loja-azul-aprova')
  const stage = createQualityFixture(story, shop)
  try {
    await eachHold(stage)
    await waive(stage, approver)
    await change(stage)
    await defect(stage)
    await backTest(stage, began)
  } finally {
    story.step('All is put back')
    await stage.cleanUp()
  }
}

/** A check as the store has it made. */
interface CreatedCheck {
  readonly code: string
  readonly mode: string
  readonly department: string
}

async function eachHold(stage: QualityFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('An order for each check')
  const checks: CreatedCheck[] = (await shop.get('/quality/checks')).body.items
  const speak = async (cases: readonly HoldCase[]) => {
    for (const one of cases) {
      const made = checks.find(({ code }) => code === one.check)
      if (made === undefined) throw new Error(`a check named ${one.check} is expected`)
      await holds(stage, one, made)
    }
  }
  await speak(holdCases)
  await withStoreFacts(stage, () => speak(casesWithStoreFacts))
  await repeatedDelivery(stage)

  story.step('The queue goes by the latest moment of release')
  // The store's facts were taken back a moment ago, so held orders may still be getting new clocks.
  await story.eventually('held orders in the order of their clocks', true, async () =>
    isSorted((await readQueue(shop)).map(({ releaseBy = '9999' }) => releaseBy)),
  )
  const spoken = new Set([...holdCases, ...casesWithStoreFacts].map(({ check }) => check))
  const silent = checks.map(({ code }) => code).filter((code) => !spoken.has(code))
  story.expect('checks that nobody can bring to speak through the API', ['repeated-delivery'], silent)
}

const isSorted = (list: readonly string[]): boolean =>
  list.every((one, n) => n === 0 || (list[n - 1] ?? '') <= one)

/** Places an order that one check finds wrong, and shows what it saw, its clock, its money and whose work it is. */
async function holds(
  stage: QualityFixture,
  one: HoldCase,
  { mode, department }: CreatedCheck,
): Promise<void> {
  const { report: story, shop } = stage
  story.step(`  ${one.check} (${mode})`)
  const { id, order } = await placeCase(stage, one)
  const isWarning = mode === 'warn'
  const found = async () => (await shop.get(`/quality/issues?orderId=${id}`)).body.items
  await story.eventually('issue', [[one.check, mode, department]], async () =>
    (await found()).map((issue: CreatedCheck & { check: string }) => [
      issue.check,
      issue.mode,
      issue.department,
    ]),
  )
  if (isWarning) await stage.expectQuality('warned, and goes on', id, 'passed')
  else await stage.expectQuality('order', id, 'held', [one.check])
  const [{ evidence = [] } = {}] = await found()
  story.expect('evidence', one.field, evidence[0]?.field)
  for (const { field, expected, received } of evidence)
    story.note(`${field}: expected ${expected}, received ${received}`)

  const inQueue = async () => (await readQueue(shop)).find(({ orderId }) => orderId === id)
  const expected = isWarning ? 'not in the queue' : [order.totals.total, [[one.check, department]]]
  await story.eventually('money at stake and department', expected, async () => {
    const held = await inQueue()
    if (held === undefined) return 'not in the queue'
    return [held.moneyAtStake, held.holds.map((hold) => [hold.check, hold.department])]
  })
  if (isWarning) return
  const { releaseBy } = (await inQueue()) ?? {}
  const isInTime = releaseBy !== undefined && releaseBy <= order.dispatchBy
  story.expect('clock: to be released before it must leave', true, isInTime)
  story.note(`released by ${releaseBy}, dispatched by ${order.dispatchBy}`)
}

async function placeCase(
  stage: QualityFixture,
  { order: spoil, sku, facts, before = [] }: HoldCase,
): Promise<Placed> {
  const { report: story, shop } = stage
  const first = stage.newOrder()
  for (const quantity of before)
    await stage.placePassed({ ...withPieces(first, quantity), externalId: `${first.externalId}-${quantity}` })
  // After the others of the same person.
  const right = { ...first, placedAt: new Date().toISOString() }
  if (sku !== undefined) await stage.recordSkuFacts(right.lines[0]?.sku ?? '', sku(right))
  const order = spoil?.(right) ?? right
  if (facts === undefined) return stage.place(order)
  const placed = await stage.placePassed(order)
  const told = await shop.put(`/quality/facts/orders/${placed.id}`, facts(order))
  story.expect('a fact arrives', 200, told.status)
  return placed
}

/** The same order for another number of pieces, and another sum. */
function withPieces(order: Placed['order'], quantity: number): Placed['order'] {
  const lines = order.lines.map((line) => ({ ...line, quantity }))
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  return { ...order, lines, totals: { ...order.totals, total: goods + (order.totals.freight ?? 0) } }
}

/** Tells what is known of the store for a while; every run of the store goes by it until it is put back. */
async function withStoreFacts(
  { report: story, shop }: QualityFixture,
  run: () => Promise<void>,
): Promise<void> {
  const path = '/quality/facts/store'
  const { facts } = (await shop.get(path)).body
  story.step('  The store tells its working time, carriers, state and marketplaces')
  story.expect(`PUT ${path}`, 200, (await shop.put(path, { ...facts, ...storeFactsCases })).status)
  try {
    await run()
  } finally {
    story.step('  And puts back what was known before')
    story.expect(`PUT ${path}`, 200, (await shop.put(path, facts)).status)
  }
}

async function repeatedDelivery(stage: QualityFixture): Promise<void> {
  const { report: story, shop } = stage
  story.step('  repeated-delivery: a sale that comes twice is the same order')
  const { id, order } = await stage.placePassed(stage.newOrder())
  const again = await shop.post('/orders', order)
  story.expect('the same sale again', [200, id], [again.status, again.body.id])
  const { body } = await shop.get(`/quality/runs/${id}`)
  const said = body.results.find(({ check }: { check: string }) => check === 'repeated-delivery')
  story.expect('what the check says', 'passed', said?.outcome)
}
