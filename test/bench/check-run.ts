import { runChecks } from '../../functions/quality/checks/run-checks.ts'
import { contentHash } from '../../shared/content-hash.ts'
import { pack } from '../../shared/table/packed.ts'
import { factsFor } from '../quality/checks/samples/valid-facts.ts'
import { anOrder, fixedNow } from '../support/orders.ts'
import { atMost, type Figure, median } from './figure.ts'

const [lines, warmUp, rounds, runsInRound] = [20, 500, 31, 50]
/**
 * Packing is the reference, since it also reads the whole order, once for each write. Three times packing, about 75 us, is
 * less than half of one bare table call; a first run makes five calls.
 */
const budget = atMost(3)

const seed = { taxpayer: false, costPercent: 40, spare: 3, commission: 1200, off: 0, orderedBefore: true }

/** A valid order with the given number of lines, each with its own SKU. */
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
 * Time of all pure checks on an order of 20 lines with all facts, warm and in this process, as a ratio to packing the same
 * order; both are measured alternately. Error: a check fails or misses a fact, since then not every check is measured.
 */
export function checkRun(): Figure[] {
  const order = orderOf(lines)
  const by = { now: fixedNow, facts: factsFor(order, seed) }
  const notPassed = runChecks(order, by).filter(
    ({ outcome }) => outcome === 'failed' || outcome === 'not-evaluated',
  )
  if (notPassed.length > 0)
    throw new Error(`Checks did not pass: ${notPassed.map(({ check }) => check).join(', ')}`)
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
      note: `median of ${rounds} paired rounds of ${runsInRound}; an order of ${lines} lines with all facts`,
    },
    { name: `all checks of an order of ${lines} lines`, value: middle('checks'), unit: 'us' },
    { name: 'packing of the order', value: middle('packing'), unit: 'us' },
    { name: 'content hash of the order', value: middle('hash'), unit: 'us' },
  ]
}

/** Microseconds of one run of each function in each round, after a warm-up. */
function measureAlternately<Name extends string>(
  functions: Readonly<Record<Name, () => unknown>>,
): Record<Name, number>[] {
  const all = Object.entries(functions) as [Name, () => unknown][]
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
