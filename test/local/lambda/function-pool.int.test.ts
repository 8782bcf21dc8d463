import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../../infra/local/clock.ts'
import type { CloudClock, CloudResource } from '../../../infra/local/contracts.ts'
import type { FunctionLog } from '../../../infra/local/lambda/function-environment.ts'
import { type FunctionPool, startFunctionPool } from '../../../infra/local/lambda/function-pool.ts'

const ASSEMBLY = join(import.meta.dirname, '../hello-assembly')
const LAB = 'arn:aws:lambda:us-east-1:000000000000:function:orders-lab'

function labFunction(properties = {}): CloudResource {
  return {
    logicalId: 'Lab',
    type: 'AWS::Lambda::Function',
    name: 'orders-lab',
    ref: 'orders-lab',
    arn: LAB,
    properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Timeout: 10, ...properties },
    metadata: { 'aws:asset:path': 'asset.lab' },
  }
}

describe('a function', () => {
  let pool: FunctionPool
  let clock: CloudClock
  let logs: FunctionLog[]

  function start(properties = {}, options = {}): void {
    clock = createClock()
    logs = []
    const log = (entry: FunctionLog) => void logs.push(entry)
    const resources = [labFunction(properties)]
    pool = startFunctionPool({ resources, assembly: ASSEMBLY, clock, log, ...options })
  }
  const lab = (event: object) => pool.invoke(LAB, event)
  const payload = async (event: object): Promise<unknown> => {
    const result = await lab(event)
    if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`)
    return result.payload
  }

  afterEach(() => pool.stop())

  it('runs its CommonJS bundle and the files beside it in a package of ES modules', async () => {
    start()
    expect(await lab({ do: 'greet', name: 'Ana' })).toEqual({ ok: true, payload: 'olá, Ana' })
    expect(await lab({ do: 'nothing' })).toEqual({ ok: true, payload: null })
  })

  it('is found under its ARN with and without a qualifier, and only there', async () => {
    start()
    expect(await pool.invoke(`${LAB}:$LATEST`, { do: 'greet', name: 'Rui' })).toMatchObject({ ok: true })
    await expect(pool.invoke(`${LAB}2`, {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('cannot require a module that its bundle does not have', async () => {
    start({ Handler: 'index.outsider' })
    expect(await lab({})).toMatchObject({ ok: false, errorMessage: expect.stringContaining("'zod'") })
  })

  it('reuses its environment for the next event', async () => {
    start()
    await lab({ do: 'count' })
    expect(await payload({ do: 'count' })).toBe(2)
  })

  it('gets the variables of the template, of Lambda and of the services, and none of the machine', async () => {
    const variables = { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' }
    start({ Environment: { Variables: { TABLE: 'table' } }, MemorySize: 512 }, { variables })
    const seen = (await payload({ do: 'variables' })) as Record<string, string>
    expect(seen).toMatchObject({
      TABLE: 'table',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'orders-lab',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_ACCESS_KEY_ID: 'orderslab',
      AWS_SESSION_TOKEN: 'orders-lab.1',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
    })
    expect(Object.keys(seen)).not.toContain('PATH')
  })

  it('gets a Lambda context', async () => {
    start()
    const context = await payload({ do: 'context' })
    expect(context).toMatchObject({
      functionName: 'orders-lab',
      functionVersion: '$LATEST',
      invokedFunctionArn: LAB,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/orders-lab',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const { remaining } = context as { remaining: number }
    expect(remaining).toBeGreaterThan(0)
    expect(remaining).toBeLessThanOrEqual(10_000)
  })

  it('uses the clock of the cloud', async () => {
    start()
    await lab({ do: 'count' })
    const year = 365 * 24 * 3600 * 1000
    const before = clock.now()
    clock.advance(year)
    const seen = (await payload({ do: 'now' })) as {
      now: number
      made: number
      text: string
      isDate: boolean
    }
    for (const time of [seen.now, seen.made]) expect(time).toBeGreaterThanOrEqual(before + year)
    expect(new Date(seen.text).getUTCFullYear()).toBe(new Date(seen.now).getUTCFullYear())
    expect(seen.isDate).toBe(true)
  })

  it('has its output logged line by line, before its answer', async () => {
    start()
    await lab({ do: 'write', lines: ['{"level":"INFO"}', 'second'] })
    expect(logs.map(({ stream, line }) => [stream, line])).toEqual([
      ['stdout', '{"level":"INFO"}'],
      ['stdout', 'second'],
      ['stderr', 'to stderr'],
    ])
    expect(new Set(logs.map(({ requestId }) => requestId)).size).toBe(1)
  })

  it('ends with an unhandled fault that has the type and message of the error', async () => {
    start()
    const thrown = { ok: false, fault: 'unhandled', errorType: 'OrderError', errorMessage: 'does not add up' }
    expect(await lab({ do: 'fail' })).toEqual(thrown)
    expect(await lab({ do: 'throwText' })).toMatchObject({ errorType: 'string', errorMessage: 'just text' })
    expect(await lab({ do: 'circle' })).toMatchObject({ fault: 'unhandled', errorType: 'TypeError' })
    expect(await payload({ do: 'count' })).toBe(4)
    expect(logs.some(({ line }) => line.includes('Invoke Error') && line.includes('OrderError'))).toBe(true)
  })

  it('is stopped at its timeout, and the next event gets a new environment', async () => {
    start({ Timeout: 1 })
    expect(await lab({ do: 'hang' })).toMatchObject({
      fault: 'timeout',
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    })
    expect(await payload({ do: 'count' })).toBe(1)
  })

  it.each([
    ['exits', 'exit', 'Runtime.ExitError'],
    ['leaves a rejection unhandled', 'reject', 'Error'],
    ['fills its memory', 'fill', 'Runtime.ExitError'],
  ])('is replaced after a crash when it %s', async (_, deed, errorType) => {
    start()
    expect(await lab({ do: deed })).toMatchObject({ fault: 'crashed', errorType })
    expect(await payload({ do: 'count' })).toBe(1)
  })

  it('may answer with at most 6 MB', async () => {
    start()
    const limit = 6 * 1024 * 1024 + 100
    expect(await lab({ do: 'answer', bytes: limit - 2 })).toMatchObject({ ok: true })
    expect(await lab({ do: 'answer', bytes: limit - 1 })).toMatchObject({
      fault: 'response-too-large',
      errorType: 'Function.ResponseSizeTooLarge',
    })
  })

  it('rejects an event of more than 6 MB', async () => {
    start()
    const event = { do: 'nothing', filling: 'x'.repeat(6 * 1024 * 1024) }
    expect(await lab(event)).toMatchObject({ ok: false, errorType: 'RequestEntityTooLargeException' })
  })

  it('runs one event per environment, and several in parallel up to the limit', async () => {
    start({}, { maxEnvironments: 2 })
    const seen = await Promise.all(Array.from({ length: 12 }, () => payload({ do: 'overlap' })))
    expect(seen).toEqual(Array(12).fill(1))
    const sessions = await Promise.all(
      Array.from({ length: 12 }, async () => (await payload({ do: 'variables' })) as Record<string, string>),
    )
    expect(new Set(sessions.map(({ AWS_SESSION_TOKEN }) => AWS_SESSION_TOKEN)).size).toBeLessThanOrEqual(2)
  })

  it('is throttled above its reserved concurrency', async () => {
    start({ ReservedConcurrentExecutions: 1 })
    const [first, second] = await Promise.all([lab({ do: 'count' }), lab({ do: 'count' })])
    expect(first).toMatchObject({ ok: true })
    expect(second).toMatchObject({ ok: false, fault: 'throttled', errorType: 'TooManyRequestsException' })
    expect(await lab({ do: 'count' })).toMatchObject({ ok: true })
  })

  it('counts its pending events', async () => {
    start()
    const running = [lab({ do: 'overlap' }), lab({ do: 'overlap' })]
    expect(pool.pending()).toBe(2)
    await Promise.all(running)
    expect(pool.pending()).toBe(0)
  })

  it('crashes on demand during its event, by the key or the session of its calls', async () => {
    start()
    await lab({ do: 'count' })
    const byKey = lab({ do: 'hang' })
    await pool.crash('orderslab')
    expect(await byKey).toMatchObject({ fault: 'crashed', errorType: 'Runtime.ExitError' })
    await lab({ do: 'count' })
    const bySession = lab({ do: 'hang' })
    await pool.crash('orderslab', 'orders-lab.1')
    await pool.crash('somebodyelse')
    await pool.crash('orderslab', 'orders-lab.2')
    expect(await bySession).toMatchObject({ fault: 'crashed' })
  })

  it.each([
    ['missing.handler', 'Runtime.ImportModuleError'],
    ['index.missing', 'Runtime.HandlerNotFound'],
    ['index.withCallback', 'Runtime.CallbackHandlerDeprecated'],
    ['broken.handler', 'TypeError'],
  ])('with the handler %s fails at its first event: %s', async (Handler, errorType) => {
    start({ Handler })
    expect(await lab({})).toMatchObject({ ok: false, fault: 'unhandled', errorType })
    expect(await lab({})).toMatchObject({ ok: false, errorType })
  })

  it('loads a new bundle while it runs', async () => {
    start()
    const dir = mkdtempSync(join(tmpdir(), 'bundle-'))
    cpSync(join(ASSEMBLY, 'asset.lab'), dir, { recursive: true })
    writeFileSync(join(dir, 'greeting.js'), 'exports.greeting = (name) => `oi, ${name}`')
    const before = await payload({ do: 'greet', name: 'Ana' })
    const during = payload({ do: 'overlap' })
    pool.reload('orders-lab', dir)
    expect([before, await during]).toEqual(['olá, Ana', 1])
    expect(await payload({ do: 'greet', name: 'Ana' })).toBe('oi, Ana')
    expect(() => pool.reload('nobody', dir)).toThrow('There is no function nobody')
    rmSync(dir, { recursive: true })
  })

  it('answers no calls after it is stopped', async () => {
    start()
    await lab({ do: 'count' })
    const hanging = lab({ do: 'hang' })
    await pool.stop()
    expect(await hanging).toMatchObject({ fault: 'crashed' })
    expect(await lab({ do: 'count' })).toMatchObject({ fault: 'crashed' })
  })
})
