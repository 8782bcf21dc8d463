import { createClock } from '../../../infra/local/clock.ts'
import type { CloudResource, InvokeResult } from '../../../infra/local/contracts.ts'
import { createFaultPlan, type FaultPlan } from '../../../infra/local/faults/fault-plan.ts'
import {
  type AsynchronousInvoke,
  startAsynchronousInvoke,
} from '../../../infra/local/lambda/asynchronous-invoke.ts'
import type { QueueMessage } from '../../../infra/local/sqs/queues.ts'

const FN = 'arn:aws:lambda:us-east-1:000000000000:function:orders-report'
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed-reports'
const DONE = 'arn:aws:sqs:us-east-1:000000000000:done-reports'
const MINUTE = 60_000
const FAILED: InvokeResult = { ok: false, fault: 'unhandled', errorType: 'OrderError', errorMessage: 'no' }
const THROTTLED: InvokeResult = {
  ok: false,
  fault: 'throttled',
  errorType: 'T',
  errorMessage: 'Rate Exceeded.',
}
const OK: InvokeResult = { ok: true, payload: { done: true } }

describe('an asynchronous event', () => {
  const clock = createClock()
  let queue: AsynchronousInvoke
  let runs: { event: unknown; requestId: string | undefined }[]
  let sent: { arn: string; message: QueueMessage }[]
  let reported: string[]
  let broken: ReadonlySet<string>

  /** Starts the queue with a function that returns these answers in order and repeats the last one. */
  function start(
    answers: InvokeResult[],
    properties: object = {},
    settings?: object,
    faults?: FaultPlan,
  ): void {
    runs = []
    sent = []
    reported = []
    broken = new Set()
    const base = { metadata: {}, name: 'orders-report', ref: 'orders-report', arn: FN }
    const resources: CloudResource[] = [
      { ...base, logicalId: 'F', type: 'AWS::Lambda::Function', properties: { ...properties } },
      {
        ...base,
        logicalId: 'C',
        type: 'AWS::Lambda::EventInvokeConfig',
        properties: { FunctionName: 'orders-report', ...settings },
      },
    ]
    queue = startAsynchronousInvoke({
      resources: settings === undefined ? resources.slice(0, 1) : resources,
      clock,
      faults,
      pool: {
        run: async (_, event, requestId) => {
          runs.push({ event: JSON.parse(event), requestId })
          return answers[runs.length - 1] ?? answers.at(-1)!
        },
      },
      send: async (arn, message) => {
        if (broken.has(arn)) throw new Error('There is no such queue')
        sent.push({ arn, message })
      },
      report: (metric) => void reported.push(metric),
    })
  }

  /** Waits for work that needs no timer. */
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  async function wait(ms: number): Promise<void> {
    await settle()
    clock.advance(ms)
    await settle()
  }
  const body = () => JSON.parse(sent[0]!.message.body) as Record<string, unknown>

  afterEach(() => queue.stop())

  it('runs once when it succeeds', async () => {
    start([OK])
    queue.invokeAsync(FN, { day: 1 })
    expect(queue.pending()).toBe(1)
    await wait(60 * MINUTE)
    expect(runs.map(({ event }) => event)).toEqual([{ day: 1 }])
    expect(queue.pending()).toBe(0)
  })

  it('runs again after one and after two minutes when it fails, as the same request, then never', async () => {
    start([FAILED])
    queue.invokeAsync(FN, { day: 1 })
    await wait(MINUTE - 1000)
    expect(runs).toHaveLength(1)
    expect(queue.pending()).toBe(0)
    await wait(1000)
    expect(runs).toHaveLength(2)
    await wait(2 * MINUTE - 1000)
    expect(runs).toHaveLength(2)
    await wait(1000)
    expect(runs).toHaveLength(3)
    await wait(60 * MINUTE)
    expect(runs).toHaveLength(3)
    expect(new Set(runs.map(({ requestId }) => requestId)).size).toBe(1)
    expect(queue.pending()).toBe(0)
  })

  it('keeps the payload that it had when it was queued', async () => {
    start([FAILED, OK])
    const event = { day: 1 }
    queue.invokeAsync(FN, event)
    event.day = 2
    await wait(MINUTE)
    expect(runs.map((run) => run.event)).toEqual([{ day: 1 }, { day: 1 }])
  })

  it('is sent to the on-failure destination with its request and the error', async () => {
    start([FAILED], {}, { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: QUEUE } } })
    queue.invokeAsync(FN, { day: 1 })
    await wait(MINUTE)
    expect(sent.map(({ arn }) => arn)).toEqual([QUEUE])
    expect(body()).toMatchObject({
      version: '1.0',
      requestContext: {
        requestId: runs[0]!.requestId,
        functionArn: `${FN}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { day: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'OrderError', errorMessage: 'no' },
    })
  })

  it('is not retried when the template disables retries', async () => {
    start([FAILED], {}, { MaximumRetryAttempts: 0 })
    queue.invokeAsync(FN, {})
    await wait(60 * MINUTE)
    expect(runs).toHaveLength(1)
  })

  it('is counted by metrics when neither queue accepts it', async () => {
    const destinations = { DestinationConfig: { OnFailure: { Destination: DONE } }, MaximumRetryAttempts: 0 }
    start([FAILED], { DeadLetterConfig: { TargetArn: QUEUE } }, destinations)
    broken = new Set([DONE, QUEUE])
    queue.invokeAsync(FN, { order: 1 })
    await settle()
    expect(sent).toEqual([])
    expect(reported).toEqual([
      'AsyncEventsReceived',
      'AsyncEventsDropped',
      'DestinationDeliveryFailures',
      'DeadLetterErrors',
    ])
  })

  it('is sent to the on-success destination with the answer', async () => {
    start([OK], {}, { DestinationConfig: { OnSuccess: { Destination: DONE } } })
    queue.invokeAsync(FN, { day: 1 })
    await settle()
    expect(sent[0]!.arn).toBe(DONE)
    expect(body()).toMatchObject({
      requestContext: { condition: 'Success' },
      responsePayload: { done: true },
    })
  })

  it('is sent to the dead-letter queue unchanged, with the error as attributes', async () => {
    start([FAILED], { DeadLetterConfig: { TargetArn: QUEUE } }, { MaximumRetryAttempts: 0 })
    queue.invokeAsync(FN, { day: 1 })
    await settle()
    expect(sent).toEqual([
      {
        arn: QUEUE,
        message: {
          body: '{"day":1}',
          attributes: { RequestID: runs[0]!.requestId, ErrorCode: '200', ErrorMessage: 'no' },
        },
      },
    ])
  })

  it('waits longer each time when it is throttled, without using up its retries', async () => {
    start([THROTTLED, THROTTLED, THROTTLED, OK])
    queue.invokeAsync(FN, {})
    for (const [seconds, expected] of [
      [1, 2],
      [1, 2],
      [1, 3],
      [4, 4],
    ] as const) {
      await wait(seconds * 1000)
      expect(runs).toHaveLength(expected)
    }
    expect(queue.pending()).toBe(0)
  })

  it('is dropped when it is too old', async () => {
    const settings = {
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    }
    start([FAILED], {}, settings)
    queue.invokeAsync(FN, {})
    await wait(MINUTE)
    expect(runs).toHaveLength(2)
    expect(body()).toMatchObject({ requestContext: { condition: 'EventAgeExceeded' } })
  })

  it.each([
    [{ action: 'duplicate' }, 0, 2],
    [{ action: 'delay', ms: 500 }, 0, 0],
    [{ action: 'delay', ms: 500 }, 500, 1],
  ] as const)('meets the fault %j: after %d ms it has run %d times', async (fault, ms, times) => {
    start([OK], {}, undefined, createFaultPlan([{ fault, service: 'lambda', caller: 'orders-report' }], 1))
    queue.invokeAsync(FN, { day: 1 })
    await wait(ms)
    expect(runs).toHaveLength(times)
    expect(queue.pending()).toBe(times === 0 ? 1 : 0)
  })

  it('is rejected when its function does not exist', () => {
    start([OK])
    expect(() => queue.invokeAsync(`${FN}s`, {})).toThrow('Function not found')
  })

  it('is rejected when its destination is not a queue', () => {
    const topic = 'arn:aws:sns:us-east-1:000000000000:topic'
    expect(() => start([OK], { DeadLetterConfig: { TargetArn: topic } })).toThrow(
      /orders-report .* only queues/,
    )
  })
})
