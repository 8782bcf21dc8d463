/** One Lambda execution environment: a worker thread that loads a bundle and runs one event at a time. */
import { existsSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, ToWorker, WorkerSettings } from './function-protocol.ts'

const settings = workerData as WorkerSettings
const port = parentPort!

type Handler = (event: unknown, context: object) => unknown

function post(message: FromWorker): void {
  port.postMessage(message)
}

/** `Date` follows the clock of the local cloud; timers and `performance` stay real. */
function followCloudClock(shared: SharedArrayBuffer): void {
  const offset = new Float64Array(shared)
  const RealDate = Date
  const realNow = RealDate.now
  const now = () => realNow() + offset[0]!
  const CloudDate = new Proxy(RealDate, {
    construct: (target, args: [], newTarget) => {
      return Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date
    },
    apply: () => new RealDate(now()).toString(),
  })
  RealDate.now = now
  RealDate.prototype.constructor = CloudDate
  globalThis.Date = CloudDate
}

/** Output uses the channel of the result, so that no line arrives after it. */
function captureOutput(): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      post({ kind: 'output', stream, text })
      const done = rest.at(-1)
      if (typeof done === 'function') queueMicrotask(() => void done())
      return true
    }
  }
}

/**
 * Isolates the bundle's folder: every `.js` in it is CommonJS, and nothing outside can be required, as in a deployed
 * archive.
 */
function confineTo(directory: string): void {
  const root = `${pathToFileURL(directory)}/`
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context)
      if (resolved.url.startsWith('node:') || resolved.url.startsWith(root)) return resolved
      throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${specifier}' in the bundle`)
    },
    load: (url, context, nextLoad) => {
      return nextLoad(url, url.endsWith('.js') ? { ...context, format: 'commonjs' } : context)
    },
  })
}

/** Loads `<file>.<export>` of the bundle. */
function loadHandler(): Handler {
  const { directory, handler } = settings
  const [file = '', ...path] = handler.split('.')
  const entry = ['.js', '.cjs'].map((extension) => join(directory, file + extension)).find(existsSync)
  if (entry === undefined) {
    throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${file}' in ${directory}`)
  }
  confineTo(directory)
  const require = createRequire(entry)
  let found: unknown = require(entry)
  for (const key of path) found = (found as Record<string, unknown> | undefined)?.[key]
  if (typeof found !== 'function') {
    throw failure('Runtime.HandlerNotFound', `${handler} is undefined or not exported`)
  }
  if (found.length > 2) {
    const message = `${handler} takes a callback, which the nodejs24.x runtime no longer has: return a promise`
    throw failure('Runtime.CallbackHandlerDeprecated', message)
  }
  return found as Handler
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

function describe(error: unknown) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
}

function contextOf({ requestId, remainingMs }: ToWorker): object {
  const end = performance.now() + remainingMs
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())),
  }
}

async function serve(handler: Handler, call: ToWorker): Promise<void> {
  process.env['_X_AMZN_TRACE_ID'] = call.traceId
  try {
    const answer = await handler(JSON.parse(call.event), contextOf(call))
    post({ kind: 'answer', payload: JSON.stringify(answer) ?? 'null' })
  } catch (error) {
    const what = describe(error)
    console.error(
      JSON.stringify({ level: 'ERROR', message: 'Invoke Error', requestId: call.requestId, ...what }),
    )
    post({ kind: 'failed', ...what })
  }
}

followCloudClock(settings.clock)
captureOutput()
try {
  const handler = loadHandler()
  port.on('message', (call: ToWorker) => void serve(handler, call))
  post({ kind: 'ready' })
} catch (error) {
  post({ kind: 'not-ready', ...describe(error) })
}
