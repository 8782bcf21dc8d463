import { randomUUID } from 'node:crypto'
import type { CloudClock, CloudPart, CloudResource, Functions, InvokeResult } from '../contracts.ts'
import { type Call, type Environment, type FunctionLog, startEnvironment } from './function-environment.ts'
import { functionsOf, type LocalFunction } from './function-settings.ts'

/** The functions. */
export interface FunctionPool extends CloudPart, Pick<Functions, 'invoke'> {
  /** Runs an event given as JSON; `requestId` is the same for all attempts of an event. */
  run(functionArn: string, event: string, requestId?: string): Promise<InvokeResult>
  /**
   * Crashes an environment during its work: the one whose calls carry the session token, or the one that has been busy
   * longest. Does nothing when none is busy.
   *
   * @param accessKeyId of the function's calls
   */
  crash(accessKeyId: string, sessionToken?: string): Promise<void>
  /** Runs later events in the bundle of `directory`; an event in progress ends in the old one. */
  reload(functionName: string, directory: string): void
  /**
   * Sets the reserved concurrency of a function; further events are throttled, and 0 stops it. Without a number the
   * template's value applies again.
   */
  reserve(functionName: string, concurrency?: number): void
}

/** An invocation, as metrics and billing count it. */
export interface Invocation {
  readonly functionName: string
  /** JSON. */
  readonly event: string
  readonly ok: boolean
  /** Without the wait for a free environment. */
  readonly milliseconds: number
}

export interface FunctionPoolOptions {
  readonly resources: readonly CloudResource[]
  /** Folder of the cloud assembly, base of the asset paths. */
  readonly assembly: string
  /** Variables for every function besides those of the template, such as `AWS_ENDPOINT_URL_SQS`. */
  readonly variables?: Readonly<Record<string, string>>
  readonly clock: CloudClock
  readonly log?: (entry: FunctionLog) => void
  /** Called at the end of each invocation. */
  readonly onInvocation?: (invocation: Invocation) => void
  /** Concurrent environments per function, four by default; further events wait. */
  readonly maxEnvironments?: number
}

interface Job {
  readonly call: Call
  readonly done: (result: InvokeResult) => void
}

interface Pool {
  definition: LocalFunction
  /** Number of reloads; environments of an earlier bundle end after their event. */
  edition: number
  /** Overrides the template's. */
  reserved: number | undefined
  readonly environments: Map<Environment, number>
  readonly idle: Environment[]
  readonly busy: Set<Environment>
  readonly waiting: Job[]
  starting: number
  inFlight: number
}

const LARGEST_EVENT = 6 * 1024 * 1024

/** Prepares the functions of the template; environments start with the first event. */
export function startFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { clock, log = () => undefined, onInvocation, maxEnvironments = 4, variables = {} } = options
  const pools = new Map(
    functionsOf(options.resources, options.assembly).map((definition) => [
      definition.arn,
      poolOf(definition),
    ]),
  )
  /** Total advance of the clock: an invocation takes that time too. */
  const advanced = new Float64Array(clock.shared)
  let births = 0
  let stopped = false

  async function run(functionArn: string, event: string, requestId: string = randomUUID()) {
    const pool = poolAt(functionArn)
    if (stopped) return STOPPED
    if (Buffer.byteLength(event) > LARGEST_EVENT) return TOO_LARGE
    const reserved = pool.reserved ?? pool.definition.reservedConcurrency
    if (pool.inFlight >= (reserved ?? Number.POSITIVE_INFINITY)) return THROTTLED
    pool.inFlight += 1
    try {
      return await new Promise<InvokeResult>((done) => {
        pool.waiting.push({ call: { requestId, event }, done })
        advance(pool)
      })
    } finally {
      pool.inFlight -= 1
    }
  }

  function poolAt(functionArn: string): Pool {
    const pool = pools.get(functionArn.split(':').slice(0, 7).join(':'))
    if (pool !== undefined) return pool
    throw Object.assign(new Error(`Function not found: ${functionArn}`), {
      name: 'ResourceNotFoundException',
    })
  }

  function poolNamed(functionName: string): Pool {
    const pool = [...pools.values()].find(({ definition }) => definition.name === functionName)
    if (pool === undefined) throw new Error(`There is no function ${functionName}`)
    return pool
  }

  function advance(pool: Pool): void {
    while (pool.waiting.length > 0 && pool.idle.length > 0)
      void serve(pool, pool.idle.pop()!, pool.waiting.shift()!)
    while (pool.waiting.length > pool.starting && pool.environments.size < maxEnvironments && !stopped) {
      void grow(pool)
    }
  }

  async function serve(pool: Pool, environment: Environment, { call, done }: Job): Promise<void> {
    pool.busy.add(environment)
    // Let an advance of the clock finish first.
    await Promise.resolve()
    const [started, passed] = [performance.now(), advanced[0]!]
    const result = await environment.run(call)
    const milliseconds = performance.now() - started + advanced[0]! - passed
    onInvocation?.({ functionName: pool.definition.name, event: call.event, ok: result.ok, milliseconds })
    pool.busy.delete(environment)
    const current = pool.environments.get(environment) === pool.edition
    if (environment.alive && current) pool.idle.push(environment)
    else retire(pool, environment)
    done(result)
    advance(pool)
  }

  async function grow(pool: Pool): Promise<void> {
    const session = `${pool.definition.name}.${++births}`
    const environment = startEnvironment({ ...settingsOf(pool, session), clock: clock.shared, log })
    pool.environments.set(environment, pool.edition)
    pool.starting += 1
    const failed = await environment.ready
    pool.starting -= 1
    if (failed !== undefined) {
      retire(pool, environment)
      // As on AWS, the event fails with the start error of its environment.
      pool.waiting.shift()?.done(failed)
    } else if (pool.environments.get(environment) === pool.edition) pool.idle.push(environment)
    else retire(pool, environment)
    advance(pool)
  }

  function settingsOf({ definition }: Pool, session: string) {
    const { accessKeyId, arn, name, ...rest } = definition
    return {
      ...rest,
      functionArn: arn,
      functionName: name,
      session,
      variables: {
        ...definition.variables,
        ...variables,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_SESSION_TOKEN: session,
        AWS_LAMBDA_LOG_STREAM_NAME: session,
      },
    }
  }

  function retire(pool: Pool, environment: Environment): void {
    pool.environments.delete(environment)
    const at = pool.idle.indexOf(environment)
    if (at >= 0) pool.idle.splice(at, 1)
    void environment.kill()
  }

  return {
    run,
    invoke: (functionArn, event) => run(functionArn, JSON.stringify(event)),
    async crash(accessKeyId, sessionToken) {
      for (const { definition, busy } of pools.values()) {
        if (definition.accessKeyId !== accessKeyId) continue
        const victim = [...busy].find(({ session }) => sessionToken === undefined || session === sessionToken)
        await victim?.kill()
      }
    },
    reload(functionName, directory) {
      const pool = poolNamed(functionName)
      pool.definition = { ...pool.definition, directory }
      pool.edition += 1
      for (const environment of [...pool.idle]) retire(pool, environment)
    },
    reserve(functionName, concurrency) {
      poolNamed(functionName).reserved = concurrency
    },
    pending: () => [...pools.values()].reduce((sum, { inFlight }) => sum + inFlight, 0),
    async stop() {
      stopped = true
      const all = [...pools.values()]
      for (const { waiting } of all) for (const { done } of waiting.splice(0)) done(STOPPED)
      await Promise.all(all.flatMap(({ environments }) => [...environments.keys()].map((one) => one.kill())))
    },
  }
}

function poolOf(definition: LocalFunction): Pool {
  return {
    definition,
    edition: 0,
    reserved: undefined,
    environments: new Map(),
    idle: [],
    busy: new Set(),
    waiting: [],
    starting: 0,
    inFlight: 0,
  }
}

const STOPPED: InvokeResult = {
  ok: false,
  fault: 'crashed',
  errorType: 'Runtime.ExitError',
  errorMessage: 'The local cloud has stopped',
}

const THROTTLED: InvokeResult = {
  ok: false,
  fault: 'throttled',
  errorType: 'TooManyRequestsException',
  errorMessage: 'Rate Exceeded.',
}

const TOO_LARGE: InvokeResult = {
  ok: false,
  fault: 'unhandled',
  errorType: 'RequestEntityTooLargeException',
  errorMessage: `Request must be smaller than ${LARGEST_EVENT} bytes for the InvokeFunction operation`,
}
