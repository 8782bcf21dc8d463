import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogue } from '../../events/catalogue.ts'
import type { LocalFunction } from '../../infra/local/lambda/function-settings.ts'
import { atMost, type Figure, median } from './figure.ts'
import { openLambdaRuntime } from './lambda-runtime.ts'

const budgets = { ordersApi: atMost(2.4, 1.9), any: atMost(2.7, 2.2) }
const rounds = 15

const credentials = { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' }

/**
 * Cold start of every deployed function: new process, runtime, bundle and the answer to a first event that is rejected
 * (no token) or empty (no records); as a ratio to an empty handler started just before. Each process gets the environment
 * variables of the deployed function.
 */
export async function coldStarts(functions: readonly LocalFunction[], scratch: string): Promise<Figure[]> {
  const runtime = await openLambdaRuntime(scratch)
  const empty = await emptyHandler(join(scratch, 'empty-handler'))
  const samples = functions.map((definition) => ({
    definition,
    floors: [] as number[],
    readies: [] as number[],
  }))
  // The first round reads files from disk and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    for (const { definition, floors, readies } of samples) {
      const variables = { ...definition.variables, ...credentials }
      const event = emptyEventFor(definition.name)
      const floor = await runtime.coldStart(empty, variables, event)
      const ready = await runtime.coldStart(fileOf(definition), variables, event)
      if (round < 0) continue
      floors.push(floor)
      readies.push(ready)
    }
  }
  runtime.stop()
  const ratios = samples.map(({ definition: { name }, floors, readies }) => ({
    name,
    ratio: median(readies.map((ready, n) => ready / (floors[n] ?? Number.NaN))),
  }))
  return [
    { name: 'cold: empty handler', value: median(samples.flatMap(({ floors }) => floors)), unit: 'ms' },
    ...ratios.map(({ name, ratio }) => ({
      name: `cold: ${name}`,
      value: ratio,
      unit: 'x',
      ...(name === 'orders-api' ? { bound: budgets.ordersApi } : {}),
    })),
    {
      name: 'cold: slowest function',
      value: Math.max(...ratios.map(({ ratio }) => ratio)),
      unit: 'x',
      bound: budgets.any,
      note: `process, runtime, bundle and a first empty event; median of ${rounds} over an empty handler started just before each`,
    },
  ]
}

/** The file that the deployed `Handler` names. */
const fileOf = ({ directory, handler }: LocalFunction): string =>
  join(directory, handler.replace(/\.[^.]+$/, '.js'))

async function emptyHandler(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n')
  await writeFile(join(folder, 'index.js'), 'exports.handler = async () => ({ statusCode: 204 })\n')
  return join(folder, 'index.js')
}

/** An event without effect for each kind of function. */
function emptyEventFor(name: string): object {
  if (name.endsWith('-api') || name === 'receivers-webhooks') return withoutToken
  if (name.endsWith('-token')) return { request: { groupConfiguration: {} } }
  // The store of the example has no subscriptions.
  return name === 'webhooks-maker' ? { detail: catalogue.get('order.placed')?.example } : { Records: [] }
}

/** An API Gateway request without token claims. */
const withoutToken = {
  version: '2.0',
  routeKey: 'GET /',
  rawPath: '/',
  rawQueryString: '',
  headers: {},
  requestContext: {
    http: { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'bench' },
    requestId: 'L2kX9gxRIAMEJbw=',
    routeKey: 'GET /',
    stage: '$default',
  },
  isBase64Encoded: false,
}
