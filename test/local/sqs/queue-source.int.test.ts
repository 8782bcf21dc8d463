import { createClock } from '../../../infra/local/clock.ts'
import type { CloudResource } from '../../../infra/local/contracts.ts'
import { createFaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'
import { startQueueSources } from '../../../infra/local/sqs/queue-source.ts'
import { startQueues } from '../../../infra/local/sqs/queues.ts'
import { functionsThat } from '../../support/functions.ts'
import { resource } from '../../support/suite/resources.ts'
import { settled, until } from '../../support/suite/settled.ts'

const POISON = 'poison'
const VISIBILITY_MS = 180_000
const partial = { FunctionResponseTypes: ['ReportBatchItemFailures'] }

interface QueueEvent {
  Records: { messageId: string; body: string; attributes: { ApproximateReceiveCount: string } }[]
}

type Handler = (event: QueueEvent) => unknown

let stop: () => Promise<void> = () => Promise.resolve()
afterEach(() => stop())

const dlq = resource('AWS::SQS::Queue', 'orders-dlq')
const queue = resource('AWS::SQS::Queue', 'orders-queue', {
  VisibilityTimeout: VISIBILITY_MS / 1000,
  RedrivePolicy: { deadLetterTargetArn: dlq.arn, maxReceiveCount: 3 },
})

/** Starts a mapping of a queue to a function, after the given messages are sent. */
async function aMapping(
  properties: CloudResource['properties'],
  run: Handler,
  {
    messages = [],
    rules = [],
    withoutWindows = false,
  }: { messages?: string[]; rules?: FaultRule[]; withoutWindows?: boolean } = {},
) {
  const clock = createClock()
  const batches: string[][] = []
  const fn = resource('AWS::Lambda::Function', 'orders-inbox')
  const mapping = resource('AWS::Lambda::EventSourceMapping', 'orders-mapping', {
    EventSourceArn: queue.arn,
    FunctionName: fn.ref,
    ...properties,
  })
  const queues = await startQueues({ clock, resources: [queue, dlq] })
  for (const body of messages) queues.send(queue.arn, body)
  const functions = functionsThat((event: QueueEvent) => {
    batches.push(event.Records.map(({ body }) => body))
    return run(event)
  })
  const resources = [fn, queue, dlq, mapping]
  const sources = startQueueSources({
    resources,
    queues,
    functions,
    clock,
    faults: createFaultPlan(rules, 1),
    withoutWindows,
  })
  stop = async () => {
    await sources.stop()
    await queues.stop()
  }
  return {
    sources,
    clock,
    batches,
    send: (body: string) => queues.send(queue.arn, body),
    visible: () => queues.queue(queue.arn).messages.length,
    dead: () => queues.queue(dlq.arn).messages.map(({ body }) => body),
    waiting: () => queues.queue(queue.arn).inflightMessages.size,
  }
}

const failWhere = (isBad: (body: string) => boolean): Handler => {
  return ({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => isBad(body)).map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  })
}

describe('a queue record', () => {
  it('has the shape of a Lambda record', async () => {
    const events: QueueEvent[] = []
    const { sources } = await aMapping({}, (event) => void events.push(event), { messages: ['hi'] })
    await settled(sources)

    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.any(String),
            receiptHandle: expect.any(String),
            body: 'hi',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: '000000000000',
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {},
            md5OfBody: '49f68a5c8493ec2c0bf489821c21fc3b',
            eventSource: 'aws:sqs',
            eventSourceARN: queue.arn,
            awsRegion: 'us-east-1',
          },
        ],
      },
    ])
  })
})

describe('batches of a queue', () => {
  it('hold no more than the batch size, and are deleted when they succeed', async () => {
    const { sources, batches, waiting } = await aMapping({ BatchSize: 2 }, () => null, {
      messages: ['a', 'b', 'c', 'd', 'e'],
    })
    await settled(sources)
    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']])
    expect(waiting()).toBe(0)
  })

  it('gather for the batching window, beyond the ten of one receive', async () => {
    const messages = Array.from({ length: 12 }, (_, index) => `m${index}`)
    const { sources, clock, batches, send, visible } = await aMapping(
      { BatchSize: 100, MaximumBatchingWindowInSeconds: 100 },
      () => null,
      { messages },
    )
    send('late')
    await until('all are gathered', () => visible() === 0)
    expect(await sources.pending()).toBe(13)
    expect(batches).toEqual([])
    clock.advance(100_000)
    await settled(sources)
    expect(batches).toEqual([[...messages, 'late']])
  })

  it('do not wait for the window when the cloud disables windows', async () => {
    const window = { BatchSize: 100, MaximumBatchingWindowInSeconds: 100 }
    const { sources, batches } = await aMapping(window, () => null, { messages: ['a'], withoutWindows: true })
    await settled(sources)
    expect(batches).toEqual([['a']])
  })

  it('run no more in parallel than the maximum concurrency', async () => {
    let atOnce = 0
    let most = 0
    const messages = Array.from({ length: 12 }, (_, index) => `m${index}`)
    const { sources, batches } = await aMapping(
      { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } },
      async () => {
        most = Math.max(most, ++atOnce)
        await new Promise((resolve) => setImmediate(resolve))
        atOnce--
      },
      { messages },
    )
    await settled(sources)
    expect(batches).toHaveLength(12)
    expect(most).toBe(3)
  })

  it('hold only messages that match a filter; the others are deleted', async () => {
    const filter = { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }] }
    const { sources, batches, waiting } = await aMapping({ FilterCriteria: filter }, () => null, {
      messages: ['{"kind":"wanted"}', '{"kind":"other"}', 'no JSON'],
    })
    await settled(sources)
    expect(batches).toEqual([['{"kind":"wanted"}']])
    expect(waiting()).toBe(0)
  })
})

describe('a failed batch', () => {
  it('returns after its visibility timeout, not before', async () => {
    let failures = 1
    const { sources, clock, batches } = await aMapping(
      {},
      () => {
        if (failures-- > 0) throw new Error('not now')
      },
      { messages: ['a', 'b'] },
    )
    await settled(sources)
    clock.advance(VISIBILITY_MS - 10_000)
    await settled(sources)
    expect(batches).toEqual([['a', 'b']])

    clock.advance(11_000)
    await settled(sources)
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('returns only the reported messages to the queue', async () => {
    let failing = true
    const { sources, clock, batches } = await aMapping(
      partial,
      failWhere((body) => failing && body === 'b'),
      { messages: ['a', 'b', 'c'] },
    )
    await settled(sources)
    failing = false
    clock.advance(VISIBILITY_MS)
    await settled(sources)
    expect(batches).toEqual([['a', 'b', 'c'], ['b']])
  })

  it.each([
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['an id that is null', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'nobody' }] }],
    ['a wrong key', { batchItemFailures: [{ messageId: 'a' }] }],
    ['a text', 'failed'],
  ])('is the whole batch when the function reports %s', async (_name, answer) => {
    const { sources, waiting } = await aMapping(partial, () => answer, { messages: ['a', 'b'] })
    await settled(sources)
    expect(waiting()).toBe(2)
  })

  it.each([[null], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
    'is none when the function answers %j',
    async (answer) => {
      const { sources, waiting } = await aMapping(partial, () => answer, { messages: ['a', 'b'] })
      await settled(sources)
      expect(waiting()).toBe(0)
    },
  )

  it('is sent to the dead-letter queue after its receives, and other messages go on', async () => {
    const { sources, clock, batches, dead } = await aMapping(
      partial,
      failWhere((body) => body === POISON),
      {
        messages: ['a', POISON, 'b'],
      },
    )
    await settled(sources)
    for (let retry = 0; retry < 4; retry++) {
      clock.advance(VISIBILITY_MS)
      await settled(sources)
    }
    expect(batches).toEqual([['a', POISON, 'b'], [POISON], [POISON]])
    expect(dead()).toEqual([POISON])
  })
})

describe('a fault at the queue', () => {
  it('delivers a message twice', async () => {
    const { sources, batches } = await aMapping({}, () => null, {
      messages: ['a'],
      rules: [{ fault: { action: 'duplicate' }, nth: 1 }],
    })
    await settled(sources)
    expect(batches).toEqual([['a'], ['a']])
  })

  it('delivers messages out of order', async () => {
    const counts: string[] = []
    const { sources, batches } = await aMapping(
      {},
      ({ Records }) => counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount)),
      { messages: ['a', 'b', 'c'], rules: [{ fault: { action: 'reorder' }, nth: 1 }] },
    )
    await settled(sources)
    expect(batches).toEqual([['c', 'b'], ['a']])
    expect(counts).toEqual(['1', '1', '1'])
  })

  it('delivers late by the clock of the cloud', async () => {
    const { sources, clock, batches } = await aMapping({}, () => null, {
      messages: ['a'],
      rules: [{ fault: { action: 'delay', ms: 100_000 } }],
    })
    expect(batches).toEqual([])
    clock.advance(100_000)
    await settled(sources)
    expect(batches).toEqual([['a']])
  })
})
