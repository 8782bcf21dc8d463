import { runChecks } from '../../functions/quality/run-checks.ts'
import { contentHash } from '../../shared/content-hash.ts'
import { factsFor } from '../quality/valid-facts.ts'
import { anOrder, noon } from '../support/orders.ts'
import { type Figure, median } from './figure.ts'

const [lines, warmUp, rounds, runsInRound] = [20, 500, 31, 50]

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
 * Time of all pure checks on an order of 20 lines with every fact known, warm and in this process. Error: when one of
 * them fails or lacks a fact, since then less than all of them would be measured.
 */
export function checkRun(): Figure[] {
  const order = orderOf(lines)
  const by = { now: noon, facts: factsFor(order, seed) }
  const silent = runChecks(order, by).filter(
    ({ outcome }) => outcome === 'failed' || outcome === 'not-evaluated',
  )
  if (silent.length > 0)
    throw new Error(`all checks are expected to pass, not so: ${silent.map(({ check }) => check).join(', ')}`)
  return [
    {
      name: `all checks of an order of ${lines} lines`,
      value: microseconds(() => runChecks(order, by)),
      unit: 'us',
      note: `median of ${rounds} rounds of ${runsInRound}, every fact known`,
    },
    { name: `content hash of it`, value: microseconds(() => contentHash(order)), unit: 'us' },
  ]
}

function microseconds(act: () => unknown): number {
  for (let n = 0; n < warmUp; n += 1) act()
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    for (let n = 0; n < runsInRound; n += 1) act()
    return ((performance.now() - started) / runsInRound) * 1000
  })
  return median(times)
}
