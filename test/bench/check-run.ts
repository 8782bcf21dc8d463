import { runChecks } from '../../functions/quality/checks/run-checks.ts'
import { contentHash } from '../../shared/content-hash.ts'
import { pack } from '../../shared/table/packed.ts'
import { factsFor } from '../quality/checks/samples/valid-facts.ts'
import { anOrder, fixedNow } from '../support/orders.ts'
import { atMost, type Figure, median } from './figure.ts'

const [lines, warmUp, rounds, runsInRound] = [20, 500, 31, 50]
/**
 * Packing is the yardstick since it, too, goes once over all of an order, at each of its writes. Three of it, some 75 us,
 * are less than half of one bare call to the table, of which a first run makes five.
 */
const budget = atMost(3)

const seed = { taxpayer: false, costPercent: 40, spare: 3, commission: 1200, off: 0, orderedBefore: true }

/** An order of so many lines that no check has anything against, each of another SKU. */
function orderOf(count: number) {
  const line = {
    title: 'Prato raso branco 27 cm',
    quantity: 2,
    unitPrice: 2490,
    discount: 0,
    ncm: '69111010',
  }
  return anOrder({
    lines: Array.from({ length: count }, (_, n) => ({ ...line, sku: `PRT-BR-${n}` })),
    totals: { discount: 0, freight: 1500, fees: 0, total: count * 2 * 2490 + 1500 },
  })
}

/**
 * Time of all pure checks on an order of 20 lines with every fact known, warm and in this process; as a ratio to
 * packing the same order as it is kept, the two taking turns. Error: when one of them fails or lacks a fact, since then
 * less than all of them would be measured.
 */
export function checkRun(): Figure[] {
  const order = orderOf(lines)
  const by = { now: fixedNow, facts: factsFor(order, seed) }
  const silent = runChecks(order, by).filter(
    ({ outcome }) => outcome === 'failed' || outcome === 'not-evaluated',
  )
  if (silent.length > 0)
    throw new Error(`all checks are expected to pass, not so: ${silent.map(({ check }) => check).join(', ')}`)
  const samples = measureAlternately({
    checks: () => runChecks(order, by),
    packing: () => pack(order),
    hash: () => contentHash(order),
  })
  const middle = (name: keyof (typeof samples)[number]) => median(samples.map((times) => times[name]))
  return [
    {
      name: 'all checks over packing the order',
      value: median(samples.map(({ checks, packing }) => checks / packing)),
      unit: 'x',
      bound: budget,
      note: `median of ${rounds} paired rounds of ${runsInRound}; an order of ${lines} lines, every fact known`,
    },
    { name: `all checks of an order of ${lines} lines`, value: middle('checks'), unit: 'us' },
    { name: 'packing of it', value: middle('packing'), unit: 'us' },
    { name: 'content hash of it', value: middle('hash'), unit: 'us' },
  ]
}

/** Microseconds of one run of each, in so many rounds, each of them once warm. */
function measureAlternately<Name extends string>(
  acts: Readonly<Record<Name, () => unknown>>,
): Record<Name, number>[] {
  const all = Object.entries(acts) as [Name, () => unknown][]
  for (const [, act] of all) for (let n = 0; n < warmUp; n += 1) act()
  return Array.from(
    { length: rounds },
    () => Object.fromEntries(all.map(([name, act]) => [name, microseconds(act)])) as Record<Name, number>,
  )
}

function microseconds(act: () => unknown): number {
  const started = performance.now()
  for (let n = 0; n < runsInRound; n += 1) act()
  return ((performance.now() - started) / runsInRound) * 1000
}
