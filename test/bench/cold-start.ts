import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { LocalFunction } from '../../infra/local/function-settings.ts'
import { atMost, type Figure, median } from './figure.ts'

const budgets = { ordersApi: atMost(2.4, 1.9), any: atMost(2.7, 2.2) }
const rounds = 15

/**
 * Starts a function as AWS's own Node runtime does (the open source runtime interface client, 4.x): an ES module that
 * requires `node:http` for its calls to Lambda, then imports the function's file. Descriptor 3 tells when it is ready.
 */
const runtime = `
  import { createRequire } from 'node:module'
  import { writeSync } from 'node:fs'
  const { Agent } = createRequire(import.meta.url)('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { handler } = await import(process.argv[2])
  await handler(JSON.parse(process.argv[3]), { awsRequestId: 'bench' })
  writeSync(3, 'ready')
  agent.destroy()
`

const emptyHandler = 'exports.handler = async () => ({ statusCode: 204 })\n'

/**
 * Cold start of every deployed function: a new process, the bundle loaded, a first call that is rejected (no token)
 * or has nothing to do (no records), as a ratio to an empty handler started right before it. Each process gets the
 * variables that the function is deployed with.
 */
export async function coldStarts(functions: readonly LocalFunction[], scratch: string): Promise<Figure[]> {
  const [program, floor] = [join(scratch, 'runtime.mjs'), join(scratch, 'empty-handler')]
  await mkdir(floor, { recursive: true })
  await writeFile(program, runtime)
  await writeFile(join(floor, 'index.js'), emptyHandler)
  await writeFile(join(floor, 'package.json'), '{"type":"commonjs"}\n')
  const samples = functions.map((definition) => ({
    definition,
    floors: [] as number[],
    readies: [] as number[],
  }))
  // The first processes read the files from the disk; they do not count.
  for (let round = -1; round < rounds; round += 1) {
    for (const { definition, floors, readies } of samples) {
      const empty = await milliseconds(program, { ...definition, directory: floor, handler: 'index.handler' })
      const ready = await milliseconds(program, definition)
      if (round < 0) continue
      floors.push(empty)
      readies.push(ready)
    }
  }
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
      note: `Node and what AWS's runtime loads, the bundle, a first call that comes to nothing; median of ${rounds} over an empty handler right before each`,
    },
  ]
}

async function milliseconds(
  program: string,
  { name, directory, handler, variables }: LocalFunction,
): Promise<number> {
  const event = name.endsWith('-api') ? withoutToken : { Records: [] }
  const file = join(directory, handler.replace(/\.[^.]+$/, '.js'))
  const started = performance.now()
  const child = spawn(process.execPath, [program, file, JSON.stringify(event)], {
    env: { ...variables, AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const ended = once(child, 'close')
  const ready = child.stdio[3] as Readable
  const first = await Promise.race([
    once(ready, 'data').then(() => performance.now()),
    ended.then(() => undefined),
  ])
  await ended
  if (first === undefined) throw new Error(`${name} ended before it was ready`)
  return first - started
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
