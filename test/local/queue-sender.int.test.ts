import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { createQueueSender, type QueueSender } from '../../infra/local/queue-sender.ts'
import { queueArn } from './bus-stage.ts'

let sqs: FauxqsServer
let sender: QueueSender

beforeEach(async () => {
  sqs = await startFauxqs({ port: 0, logger: false, messageSpies: true })
  sqs.createQueue('orders')
  sqs.createQueue('orders.fifo', { attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' } })
  sender = createQueueSender({ endpoint: `http://127.0.0.1:${sqs.port}`, caller: 'events' })
})

afterEach(async () => {
  sender.stop()
  await sqs.stop()
})

const messages = (name: string) => sqs.inspectQueue(name)?.messages.ready ?? []

describe('a queue sender', () => {
  it('sends every message once, also when many come together', async () => {
    const bodies = Array.from({ length: 95 }, (_, index) => `message ${index}`)
    await Promise.all(bodies.map((body) => sender.send(queueArn('orders'), { body })))
    expect(
      messages('orders')
        .map(({ body }) => body)
        .toSorted(),
    ).toEqual(bodies.toSorted())
  })

  it('keeps batches within 256 KB', async () => {
    const body = 'x'.repeat(100_000)
    await Promise.all([1, 2, 3, 4].map(() => sender.send(queueArn('orders'), { body })))
    expect(messages('orders')).toHaveLength(4)
  })

  it('carries attributes and the message group', async () => {
    await sender.send(queueArn('orders'), { body: 'x', attributes: { RULE_ARN: 'arn:rule' } })
    await sender.send(queueArn('orders.fifo'), { body: 'y', groupId: 'g' })
    expect(messages('orders')[0]?.messageAttributes.RULE_ARN).toEqual({
      DataType: 'String',
      StringValue: 'arn:rule',
    })
    expect(messages('orders.fifo')).toHaveLength(1)
  })

  it('tells the message that was refused from those that were taken', async () => {
    const outcomes = await Promise.allSettled([
      sender.send(queueArn('orders'), { body: 'fine' }),
      sender.send(queueArn('orders'), { body: 'bad\u0000' }),
      sender.send(queueArn('orders'), { body: 'fine too' }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { name: 'InvalidMessageContents' } })
  })

  it('rejects with the code of a queue that is not there', async () => {
    await expect(sender.send(queueArn('nowhere'), { body: 'x' })).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    })
  })

  it('rejects when nothing answers', async () => {
    await sqs.stop()
    await expect(sender.send(queueArn('orders'), { body: 'x' })).rejects.toThrow(
      /ECONNREFUSED|hang up|ECONNRESET/,
    )
    sqs = await startFauxqs({ port: 0, logger: false })
  })
})
