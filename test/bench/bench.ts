/** `npm run bench`: measures, prints one table, writes `.local/bench.json`, and fails when a budget is exceeded. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { arch, availableParallelism, cpus } from 'node:os'
import { dirname, join } from 'node:path'
import type { Metafile } from 'esbuild'
import { functionsOf, type LocalFunction } from '../../infra/local/lambda/function-settings.ts'
import { readAssembly, resolveResources } from '../../infra/local/template.ts'
import { assemble } from '../../infra/start/assemble.ts'
import { bundleSizes } from './bundle-size.ts'
import { checkRun } from './check-run.ts'
import { coldStarts } from './cold-start.ts'
import { budgetResult, type Figure } from './figure.ts'
import { costFigures, measureUsage, usageFigures } from './order-cost.ts'
import { tableOf } from './table.ts'
import { measureThroughput, runOrdersAtLoad } from './throughput.ts'
import { warmOrder } from './warm-order.ts'

const local = join(dirname(dirname(import.meta.dirname)), '.local')
const scratch = join(local, 'bench')

const print = (what: string): void => console.error(`${what} ...`)

function deployed(assembly: string): LocalFunction[] {
  return functionsOf(resolveResources(readAssembly(assembly)), assembly)
}

async function measure(): Promise<Figure[]> {
  print('Building and synthesising')
  const { assembly, bundles } = await assemble({ folder: scratch })
  const metafile = JSON.parse(await readFile(join(bundles, 'meta.json'), 'utf8')) as Metafile
  const functions = deployed(assembly)
  const ordersApi = functions.find(({ name }) => name === 'orders-api')
  if (ordersApi === undefined) throw new Error('Function orders-api is not deployed.')
  const sizes = bundleSizes(metafile)
  print('Cold starts')
  const cold = await coldStarts(functions, scratch)
  print('Warm orders')
  const warm = await warmOrder(ordersApi)
  print('Checks')
  const checked = checkRun()
  print('Metered orders')
  const usage = await measureUsage(assembly)
  print('Orders at full load')
  const load = await runOrdersAtLoad(assembly)
  const rates = await measureThroughput(assembly, usage.puts)
  return [
    ...sizes,
    ...cold,
    ...warm,
    ...checked,
    ...usageFigures(usage),
    ...costFigures(usage, load, functions),
    ...rates,
  ]
}

const figures = await measure()
const machine = { node: process.version, arch: arch(), cores: availableParallelism(), cpu: cpus()[0]?.model }
mkdirSync(local, { recursive: true })
writeFileSync(
  join(local, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`,
)
console.log(tableOf(figures))
const overBudget = figures.filter((figure) => budgetResult(figure) === 'exceeded')
if (overBudget.length > 0) {
  console.error(`\nbudgets exceeded: ${overBudget.map(({ name }) => name).join('; ')}`)
  process.exitCode = 1
}
