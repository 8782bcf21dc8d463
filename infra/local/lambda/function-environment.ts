import { Worker } from 'node:worker_threads'
import type { InvokeResult } from '../contracts.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './function-protocol.ts'

/** A log line of a function. */
export interface FunctionLog {
  readonly functionName: string
  /** Current invocation; undefined while the bundle loads. */
  readonly requestId: string | undefined
  readonly stream: 'stdout' | 'stderr'
  readonly line: string
}

/** An event that runs in an environment. */
export interface Call {
  readonly requestId: string
  /** JSON. */
  readonly event: string
}

/** One execution environment of a function; it runs one event at a time. */
export interface Environment {
  /** Undefined once the bundle is loaded, or the load error. */
  readonly ready: Promise<Failed | undefined>
  run(call: Call): Promise<InvokeResult>
  /** False after a timeout, a crash or a kill. */
  readonly alive: boolean
  /** Access key and session token of its service calls. */
  readonly session: string
  /** Kills the environment; the current event fails with `crashed`. */
  kill(): Promise<void>
}

type Failed = Extract<InvokeResult, { ok: false }>

export interface EnvironmentOptions extends WorkerSettings {
  readonly functionName: string
  readonly session: string
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly variables: Readonly<Record<string, string>>
  readonly log: (entry: FunctionLog) => void
}

/** Lambda's response limit: 6 MB, plus its envelope. */
const LARGEST_ANSWER = 6 * 1024 * 1024 + 100

/** Starts a worker thread with a function's bundle, variables and memory limit. */
export function startEnvironment(options: EnvironmentOptions): Environment {
  const { functionName, timeoutMs, session, log, variables, memoryMb } = options
  const { directory, handler, functionArn, clock } = options
  const settings: WorkerSettings = { directory, handler, functionArn, clock }
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData: settings,
    env: { ...variables },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  const ready = Promise.withResolvers<Failed | undefined>()
  let alive = true
  let current: { call: Call; finish: (result: InvokeResult) => void } | undefined

  function end(result: Failed): void {
    alive = false
    ready.resolve(result)
    current?.finish(result)
  }

  const exited = (detail: string): Failed => {
    const message = `RequestId: ${current?.call.requestId ?? 'none'} Error: Runtime exited with error: ${detail}`
    return { ok: false, fault: 'crashed', errorType: 'Runtime.ExitError', errorMessage: message }
  }

  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'ready':
        return ready.resolve(undefined)
      case 'not-ready':
        end(unhandled(message))
        return void worker.terminate()
      case 'output':
        for (const line of message.text.replace(/\n$/, '').split('\n')) {
          log({ functionName, requestId: current?.call.requestId, stream: message.stream, line })
        }
        return
      case 'answer':
        return current?.finish(answerOf(message.payload))
      case 'failed':
        return current?.finish(unhandled(message))
    }
  })
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const { name, message } = error
    end(
      outOfMemory ? exited('signal: killed') : { ...exited(message), errorType: name, errorMessage: message },
    )
  })
  worker.on('exit', (code) => end(exited(`exit status ${code}`)))

  async function run(call: Call): Promise<InvokeResult> {
    const result = Promise.withResolvers<InvokeResult>()
    const timer = setTimeout(() => {
      end(timedOut(call, timeoutMs))
      void worker.terminate()
    }, timeoutMs)
    current = { call, finish: result.resolve }
    worker.postMessage({ ...call, remainingMs: timeoutMs, traceId: traceOf(call) } satisfies ToWorker)
    try {
      return await result.promise
    } finally {
      clearTimeout(timer)
      current = undefined
    }
  }

  return {
    ready: ready.promise,
    run,
    session,
    get alive() {
      return alive
    },
    async kill() {
      end(exited('signal: killed'))
      await worker.terminate()
    },
  }
}

function answerOf(payload: string): InvokeResult {
  const bytes = Buffer.byteLength(payload)
  if (bytes <= LARGEST_ANSWER) return { ok: true, payload: JSON.parse(payload) as unknown }
  return {
    ok: false,
    fault: 'response-too-large',
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST_ANSWER} bytes).`,
  }
}

function unhandled({ errorType, errorMessage }: { errorType: string; errorMessage: string }): Failed {
  return { ok: false, fault: 'unhandled', errorType, errorMessage }
}

function timedOut({ requestId }: Call, timeoutMs: number): Failed {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
  return { ok: false, fault: 'timeout', errorType: 'Sandbox.Timedout', errorMessage }
}

function traceOf({ requestId }: Call): string {
  const digits = requestId.replaceAll('-', '')
  return `Root=1-${digits.slice(0, 8)}-${digits.slice(8)};Sampled=0`
}
