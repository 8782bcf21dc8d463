import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Starts functions as Lambda does, one at a time. */
export interface LambdaRuntime {
  /** Milliseconds from process start until the answer to the first event. */
  coldStart(file: string, variables: Readonly<Record<string, string>>, event: object): Promise<number>
  stop(): void
}

/**
 * Does what the Node runtime of AWS does: an ES module that loads Node modules, patches the console, imports the file of
 * the function, gets an event from the Lambda runtime API and posts the answer.
 * Source: aws-lambda-nodejs-runtime-interface-client 4 (JavaScript client; the native one is faster).
 */
const program = `
  import { createRequire } from 'node:module'
  const require = createRequire(import.meta.url)
  for (const name of ['fs', 'os', 'path', 'worker_threads']) require('node:' + name)
  const { Agent, request } = require('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
  const call = (method, path, body) => new Promise((resolve, reject) => {
    const options = { hostname, port, method, path: '/2018-06-01/runtime/invocation/' + path, agent }
    request(options, (response) => {
      let text = ''
      response.setEncoding('utf-8').on('data', (part) => { text += part }).on('end', () => resolve([text, response.headers]))
    }).on('error', reject).end(body)
  })
  const { AsyncLocalStorage } = await import('node:async_hooks')
  const store = new AsyncLocalStorage()
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'log']) console[level] = console[level].bind(console)
  const { handler } = await import(process.argv[2])
  const [event, { 'lambda-runtime-aws-request-id': awsRequestId }] = await call('GET', 'next')
  const answer = await store.run({}, () => handler(JSON.parse(event), { awsRequestId }))
  await call('POST', awsRequestId + '/response', JSON.stringify(answer))
  agent.destroy()
`

/**
 * Writes the runtime program into a folder and starts a runtime API for it. The server also answers as an empty table,
 * since scheduled functions read the table first.
 */
export async function openLambdaRuntime(folder: string): Promise<LambdaRuntime> {
  const file = join(folder, 'runtime.mjs')
  await mkdir(folder, { recursive: true })
  await writeFile(file, program)
  let event = '{}'
  let answered: (() => void) | undefined
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'GET') return nextInvocation(response, event)
      if (request.headers['x-amz-target'] !== undefined) return void response.end('{"Items":[],"Count":0}')
      answered?.()
      response.writeHead(202).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const api = `127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    async coldStart(handlerFile, variables, given) {
      event = JSON.stringify(given)
      const ready = new Promise<number>((resolve) => {
        answered = () => resolve(performance.now())
      })
      const started = performance.now()
      const env = { ...variables, AWS_LAMBDA_RUNTIME_API: api, AWS_ENDPOINT_URL_DYNAMODB: `http://${api}` }
      const child = spawn(process.execPath, [file, handlerFile], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const ended = endOf(child)
      const at = await Promise.race([ready, ended.then(() => undefined)])
      await ended
      if (at === undefined) throw new Error(`${handlerFile} ended before it answered.`)
      return at - started
    },
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function nextInvocation(response: ServerResponse, event: string): void {
  response.writeHead(200, { 'lambda-runtime-aws-request-id': 'bench', 'content-type': 'application/json' })
  response.end(event)
}

const endOf = (child: ChildProcess): Promise<unknown> => once(child, 'close')
