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
 * Cold start of every deployed function: a new process, the runtime, the bundle, and a first event that is refused
 * (no token) or has nothing to do (no records), until its answer is there; as a ratio to an empty handler started
 * right before it. Each process gets the variables that the function is deployed with.
 */
export async function coldStarts(functions: readonly LocalFunction[], scratch: string): Promise<Figure[]> {
  const runtime = await openLambdaRuntime(scratch)
  const empty = await emptyHandler(join(scratch, 'empty-handler'))
  const samples = functions.map((definition) => ({
    definition,
    floors: [] as number[],
    readies: [] as number[],
  }))
  // The first processes read the files from the disk; they do not count.
  for (let round = -1; round < rounds; round += 1) {
    for (const { definition, floors, readies } of samples) {
      const variables = { ...definition.variables, ...credentials }
      const event = nothingFor(definition.name)
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
      name: 'cold: the slowest function',
      value: Math.max(...ratios.map(({ ratio }) => ratio)),
      unit: 'x',
      bound: budgets.any,
      note: `process, runtime, bundle and a first event that comes to nothing; median of ${rounds} over an empty handler right before each`,
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

/** An event for each kind of function that comes to nothing. */
function nothingFor(name: string): object {
  if (name.endsWith('-api') || name === 'receivers-webhooks') return withoutToken
  if (name.endsWith('-token')) return { request: { groupConfiguration: {} } }
  // Of a store that has no subscriptions.
  return name === 'webhooks-maker' ? { detail: catalogue.get('order.placed')?.example } : { Records: [] }
}

/** A request as API Gateway gives it, without the claims of a token. */
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
