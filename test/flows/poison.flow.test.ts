import { randomUUID } from 'node:crypto'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

const store = 'loja-azul'

describe('a poison message', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  const arnOf = (type: string, name: RegExp): string => {
    const found = suite.cloud.resources.filter(
      (resource) => resource.type === type && name.test(resource.name),
    )
    expect(found.map((resource) => resource.name)).toHaveLength(1)
    return found[0]?.arn ?? ''
  }

  const waitingIn = (arn: string): number => suite.cloud.queues.queue(arn).messages.length

  const passes = async () => {
    const { id } = await suite.place(store, freshOrder())
    await suite.cloud.idle()
    expect((await suite.call(store, 'GET', `/orders/${id}`)).body.quality).toBe('passed')
  }

  it.each(['orders', 'quality', 'email'])(
    'goes to the dead-letter queue of %s while other messages are processed',
    async (slice) => {
      const dead = arnOf('AWS::SQS::Queue', new RegExp(`^${slice}-.*dead`, 'i'))
      const queue = arnOf('AWS::SQS::Queue', new RegExp(`^${slice}-(?!.*dead).*$`, 'i'))
      expect(waitingIn(dead)).toBe(0)
      suite.cloud.queues.send(queue, 'not even JSON')
      suite.cloud.queues.send(
        queue,
        JSON.stringify({
          id: randomUUID(),
          source: 'retaguarda.quality',
          'detail-type':
            slice === 'quality'
              ? 'order.placed'
              : slice === 'orders'
                ? 'quality.order-passed'
                : 'order.passed',
          time: new Date().toISOString(),
          detail: { nothing: 'of what is expected' },
        }),
      )
      await passes()
      expect(waitingIn(dead)).toBe(2)
    },
  )

  it('goes to the on-failure queue as a stream record while the shard continues', async () => {
    const failures = arnOf('AWS::SQS::Queue', /outbox.*fail/i)
    const table = suite.cloud.resources.find(({ type }) => type === 'AWS::DynamoDB::Table')
    const client = new DynamoDBClient({
      endpoint: suite.cloud.endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    await client.send(
      new PutItemCommand({
        TableName: table?.ref ?? '',
        Item: {
          pk: { S: `S#${store}#ORDER#poison` },
          sk: { S: 'ORDER' },
          version: { N: '1' },
          outbox: { S: 'orders' },
          state: { B: new Uint8Array([1, 2, 3]) },
        },
      }),
    )
    client.destroy()
    await passes()
    expect(waitingIn(failures)).toBe(1)
  })
})
