import { createClock } from '../../../infra/local/clock.ts'
import { createQueueSender, type QueueSender } from '../../../infra/local/sqs/queue-sender.ts'
import { type Queues, startQueues } from '../../../infra/local/sqs/queues.ts'
import { queueArn, resource } from '../events/bus-fixture.ts'

const queueNamed = (name: string, properties: object = {}) =>
  resource('AWS::SQS::Queue', name, properties, queueArn(name))

let queues: Queues
let sender: QueueSender

beforeEach(async () => {
  const fifo = { FifoQueue: true, ContentBasedDeduplication: true }
  const resources = [queueNamed('orders'), queueNamed('orders.fifo', fifo)]
  queues = await startQueues({ clock: createClock(), resources })
  sender = createQueueSender(queues)
})
afterEach(() => queues.stop())

const waiting = (name: string): number =>
  Number(queues.queue(queueArn(name)).getAttribute('ApproximateNumberOfMessages'))

describe('a queue sender', () => {
  it('sends every message once, in order', async () => {
    const bodies = Array.from({ length: 95 }, (_, index) => `message ${index}`)
    await Promise.all(bodies.map((body) => sender.send(queueArn('orders'), { body })))
    expect(queues.queue(queueArn('orders')).messages.map(({ body }) => body)).toEqual(bodies)
  })

  it('carries attributes and the message group', async () => {
    await sender.send(queueArn('orders'), { body: 'x', attributes: { RULE_ARN: 'arn:rule' } })
    await sender.send(queueArn('orders.fifo'), { body: 'y', groupId: 'g' })
    expect(queues.queue(queueArn('orders')).messages[0]?.messageAttributes).toEqual({
      RULE_ARN: { DataType: 'String', StringValue: 'arn:rule' },
    })
    expect(waiting('orders.fifo')).toBe(1)
  })

  it('reports which message was rejected and which were sent', async () => {
    const outcomes = await Promise.allSettled(
      ['fine', 'bad\u0000', 'fine too'].map((body) => sender.send(queueArn('orders'), { body })),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { name: 'InvalidMessageContents' } })
    expect(waiting('orders')).toBe(2)
  })

  it('rejects a message that is too large, without a group, or for no queue', async () => {
    const send = (name: string, body: string) => sender.send(queueArn(name), { body })
    await expect(send('orders', 'x'.repeat(2 ** 20 + 1))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    })
    await expect(send('orders.fifo', 'x')).rejects.toMatchObject({ name: 'MissingParameter' })
    await expect(send('nowhere', 'x')).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  })

  it('rejects messages while the queue denies sends', async () => {
    sender.deny(queueArn('orders'))
    await expect(sender.send(queueArn('orders'), { body: 'x' })).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    sender.allow(queueArn('orders'))
    await sender.send(queueArn('orders'), { body: 'x' })
    expect(waiting('orders')).toBe(1)
  })
})
