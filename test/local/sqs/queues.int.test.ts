import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createClock } from '../../../infra/local/clock.ts'
import { startQueues, type Upload } from '../../../infra/local/sqs/queues.ts'
import { resource } from '../../support/suite/resources.ts'
import { until } from '../../support/suite/settled.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const dlq = resource('AWS::SQS::Queue', 'orders-dlq')
const orders = resource('AWS::SQS::Queue', 'orders-queue', {
  VisibilityTimeout: 180,
  RedrivePolicy: { deadLetterTargetArn: dlq.arn, maxReceiveCount: 2 },
})
const alarms = resource('AWS::SNS::Topic', 'alarms')
const subscription = resource('AWS::SNS::Subscription', 'alarms-to-queue', {
  TopicArn: alarms.arn,
  Protocol: 'sqs',
  Endpoint: dlq.arn,
  RawMessageDelivery: true,
})
const mails = resource('AWS::S3::Bucket', 'mails')
const all = [orders, dlq, alarms, subscription, mails]

describe('the queues, topics and buckets of a template', () => {
  it('answer calls over HTTP, with the attributes of the template', async () => {
    const queues = await startQueues({ clock: createClock(), resources: all })
    const sent = await callSqs(queues.endpoint, 'SendMessage', {
      QueueUrl: urlOf(queues.endpoint),
      MessageBody: 'hi',
    })
    const received = await callSqs(queues.endpoint, 'ReceiveMessage', { QueueUrl: urlOf(queues.endpoint) })
    const { Attributes } = await callSqs(queues.endpoint, 'GetQueueAttributes', {
      QueueUrl: urlOf(queues.endpoint),
      AttributeNames: ['All'],
    })
    await queues.stop()

    expect(received.Messages).toEqual([expect.objectContaining({ MessageId: sent.MessageId, Body: 'hi' })])
    expect(Attributes).toMatchObject({ VisibilityTimeout: '180', QueueArn: orders.arn })
  })

  it('deliver what a topic publishes to its queue', async () => {
    const queues = await startQueues({ clock: createClock(), resources: all })
    queues.send(alarms.arn, 'too many errors')
    const bodies = queues.queue(dlq.arn).messages.map(({ body }) => body)
    await queues.stop()
    expect(bodies).toEqual(['too many errors'])
  })

  it('store objects, and publish each upload when the object can be read', async () => {
    const queues = await startQueues({ clock: createClock(), resources: all })
    const s3 = new S3Client({
      endpoint: queues.endpoint,
      region: 'us-east-1',
      credentials,
      forcePathStyle: true,
    })
    const uploads: Upload[] = []
    queues.onUpload((upload) => uploads.push(upload))
    await s3.send(new PutObjectCommand({ Bucket: 'mails', Key: 'a/b.eml', Body: 'Subject: hi' }))
    await until('the upload is published', () => uploads.length > 0)
    const object = await s3.send(new GetObjectCommand({ Bucket: 'mails', Key: 'a/b.eml' }))
    const body = await object.Body!.transformToString()
    s3.destroy()
    await queues.stop()

    expect(uploads).toEqual([{ bucket: 'mails', key: 'a/b.eml' }])
    expect(body).toBe('Subject: hi')
  })

  it('store an object of 40 MB, the maximum size of a mail', async () => {
    const queues = await startQueues({ clock: createClock() })
    queues.create(all)
    const url = `${queues.endpoint}/mails/large.eml`
    const body = new Uint8Array(40 * 1024 * 1024)
    const { status } = await fetch(url, { method: 'PUT', body })
    const { byteLength } = await (await fetch(url)).arrayBuffer()
    await queues.stop()

    expect([status, byteLength]).toEqual([200, body.length])
  })

  it('are stored with their messages in a data folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'queues-'))
    const first = await startQueues({ clock: createClock(), resources: all, dataDir })
    first.send(orders.arn, 'kept')
    await first.stop()
    const second = await startQueues({ clock: createClock(), resources: all, dataDir })
    const bodies = second.queue(orders.arn).messages.map(({ body }) => body)
    await second.stop()
    rmSync(dataDir, { recursive: true })
    expect(bodies).toEqual(['kept'])
  })

  it('reject a message for a queue that the template does not have', async () => {
    const queues = await startQueues({ clock: createClock(), resources: all })
    expect(() => queues.send('arn:aws:sqs:us-east-1:000000000000:nobody', 'hi')).toThrow(/no queue .*nobody/)
    await queues.stop()
  })
})

describe('a received message', () => {
  it('is visible again after its timeout by the clock of the cloud', async () => {
    const clock = createClock()
    const queues = await startQueues({ clock, resources: all })
    queues.send(orders.arn, 'hi')
    const receive = () => callSqs(queues.endpoint, 'ReceiveMessage', { QueueUrl: urlOf(queues.endpoint) })
    const first = await receive()
    clock.advance(170_000)
    const tooEarly = await receive()
    clock.advance(11_000)
    const again = await receive()
    await queues.stop()

    expect(first.Messages).toHaveLength(1)
    expect(tooEarly.Messages).toBeUndefined()
    expect(again.Messages).toHaveLength(1)
  })
})

const urlOf = (endpoint: string) => `${endpoint}/000000000000/orders-queue`

interface SqsAnswer {
  MessageId?: string
  Messages?: object[]
  Attributes?: object
}

async function callSqs(endpoint: string, operation: string, body: object): Promise<SqsAnswer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
    body: JSON.stringify(body),
  })
  return (await response.json()) as SqsAnswer
}
