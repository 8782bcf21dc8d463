import { OrderSnapshot } from '../../events/orders/order-schema.ts'
import { placeOrder } from '../../functions/orders/order/place-order.ts'
import { checks } from '../../functions/quality/checks/check-register.ts'
import { runChecks } from '../../functions/quality/checks/run-checks.ts'
import { type OlistSale, toSale } from './olist-sale.ts'
import { isOlistPresent, olistFolder, readOlist } from './read-olist.ts'
import { type Replayed, replay } from './replay.ts'

if (!isOlistPresent) console.warn(`the orders of Olist are not at ${olistFolder}: their tests are skipped`)
const whenPresent = isOlistPresent ? describe : describe.skip

const isAfter = (at: string | undefined, deadline: string | undefined): boolean =>
  at !== undefined && deadline !== undefined && at > deadline

const isLate = ({ dispatchedAt, deliveredAt, command: { dispatchBy, deliverBy } }: OlistSale): boolean =>
  isAfter(dispatchedAt, dispatchBy) || isAfter(deliveredAt, deliverBy)

/** The outcome of an order: never arrived, dispatched or delivered late, or in time. */
const fateOf = ({ sale }: Replayed): 'never-delivered' | 'late' | 'in-time' =>
  sale.deliveredAt === undefined ? 'never-delivered' : isLate(sale) ? 'late' : 'in-time'

/** True when an order was reported while there was time to act. */
const isForetold = ({ named, sale: { command } }: Replayed): boolean =>
  named !== undefined && !isAfter(named.at, command[named.deadline])

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

whenPresent('the orders of Olist', () => {
  // Read nothing when the folder is absent: the body of a skipped block runs too.
  const sales = isOlistPresent ? readOlist().map(toSale) : []

  it('are all orders to us: none is lost', () => {
    const orders = sales.map(({ command, placedAt }) => placeOrder(command, 'olist', placedAt).next)
    expect(orders).toHaveLength(4099)
    expect(new Set(orders.map(({ id }) => id)).size).toBe(4099)
    for (const order of orders) expect(OrderSnapshot.safeParse(order).success).toBe(true)
  })

  it('go through every check without a crash; all real addresses lie where our CEP ranges say', () => {
    const carriers = [
      { name: 'PAC', maxWeightGrams: 30_000, maxSideMm: 1000, maxSumMm: 2000, cubicDivisor: 6000 },
    ]
    const facts = { carriers, handlingP90Minutes: 600, issuer: { document: '11222333000181', uf: 'SP' } }
    const outcomes = sales.flatMap(({ command, placedAt }) =>
      runChecks(placeOrder(command, 'olist', placedAt).next, { now: placedAt, facts }),
    )
    expect(outcomes).toHaveLength(4099 * checks.length)
    const count = (code: string, outcome: string) =>
      outcomes.filter((one) => one.check === code && one.outcome === outcome).length
    expect(count('cep-uf', 'passed')).toBe(4099)
    expect(count('arithmetic', 'passed')).toBe(4099)
    // 372 of them have no items in the data, and so no measurements.
    expect(count('carrier-limits', 'failed')).toBeLessThan(372 + 60)
  })

  it('are named by the deadline check when they turn out late, and seldom when they do not', () => {
    const fates = Map.groupBy(replay(sales), fateOf)
    const [never = [], late = [], inTime = []] = (['never-delivered', 'late', 'in-time'] as const).map(
      (fate) => fates.get(fate),
    )
    const bad = [...never, ...late]
    const named = bad.filter((one) => one.named !== undefined)
    const foretold = bad.filter(isForetold)
    const falsely = inTime.filter((one) => one.named !== undefined)
    console.warn(
      [
        `Olist: of ${late.length} late and ${never.length} never delivered orders the deadline check names`,
        `${named.length} (${percent(named.length, bad.length)}), ${foretold.length} of them before the deadline;`,
        `of ${inTime.length} that were in time, ${falsely.length} falsely (${percent(falsely.length, inTime.length)})`,
      ].join(' '),
    )
    expect(bad.length + inTime.length).toBe(4099)
    expect(bad.length).toBeGreaterThan(1800)
    expect(named).toHaveLength(bad.length)
    expect(foretold.length).toBeGreaterThan(400)
    expect(falsely.length / inTime.length).toBeLessThan(0.05)
  })
})
