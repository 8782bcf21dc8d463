import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildApp } from 'fauxqs'
// fauxqs' internal stores: messages are written and read without HTTP, and the clock is driven through them. The package
// does not export them, so its version is pinned.
import type { SqsError } from '../../../node_modules/fauxqs/dist/common/errors.js'
import { PersistenceManager } from '../../../node_modules/fauxqs/dist/persistence.js'
import { S3Store } from '../../../node_modules/fauxqs/dist/s3/s3Store.js'
import { publish } from '../../../node_modules/fauxqs/dist/sns/actions/publish.js'
import { SnsStore } from '../../../node_modules/fauxqs/dist/sns/snsStore.js'
import { sendMessage } from '../../../node_modules/fauxqs/dist/sqs/actions/sendMessage.js'
import { type SqsQueue, SqsStore } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js'
import type { CloudClock, CloudPart, CloudResource } from '../contracts.ts'

export interface QueuesOptions {
  readonly clock: CloudClock
  /** More can be created later, when their template needs this endpoint. */
  readonly resources?: readonly CloudResource[]
  /** Folder of messages and objects; in memory by default. */
  readonly dataDir?: string | undefined
  /** TCP port; a free one by default. */
  readonly port?: number
  /** Called at once for each event of a message. */
  readonly onMessage?: ((event: QueueEvent) => void) | undefined
}

/** An event of a message. */
export interface QueueEvent {
  readonly queueName: string
  readonly messageId: string
  /** Sent, deleted, or moved to the dead-letter queue. */
  readonly status: 'published' | 'consumed' | 'dlq'
}

/** An object that was written to a bucket. */
export interface Upload {
  readonly bucket: string
  readonly key: string
}

/** A message to send. */
export interface QueueMessage {
  readonly body: string
  /** String message attributes by name. */
  readonly attributes?: Readonly<Record<string, string>>
  /** For FIFO queues. */
  readonly groupId?: string
}

/** SQS, SNS and S3 behind one endpoint, in this process. */
export interface Queues extends CloudPart {
  readonly endpoint: string
  /** Creates the queues, topics, subscriptions and buckets of a template; keeps existing ones. */
  create(resources: readonly CloudResource[]): void
  /** Sends a message as SQS does; throws an Error whose `name` is SQS's error code. */
  take(queueArn: string, message: QueueMessage): void
  /** Sends to the queue, or publishes to the topic, of this ARN; throws when there is none. Only topics have subjects. */
  send(arn: string, body: string, subject?: string): void
  /** The queue of this ARN or name; throws when there is none. */
  queue(arn: string): SqsQueue
  /** Calls `listener` soon after messages arrived in a queue or became visible again. */
  onMessages(queueArn: string, listener: () => void): void
  /** Calls `listener` after each object written to a bucket. */
  onUpload(listener: (upload: Upload) => void): void
}

const MOST_OBJECT_BYTES = 64 * 1024 * 1024

/**
 * Starts fauxqs on the loopback interface.
 * Visibility timeouts and delays pass with the cloud's clock. Messages that wait for the clock are not pending.
 */
export async function startQueues(options: QueuesOptions): Promise<Queues> {
  const { clock, dataDir } = options
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() }
  const { sqsStore, snsStore, s3Store } = stores
  const persistence = dataDir === undefined ? undefined : persistIn(dataDir, stores)
  const messageListeners = new Map<string, () => void>()
  const uploadListeners = new Set<(upload: Upload) => void>()
  const spy = { addMessage: notice } as unknown as NonNullable<SqsStore['spy']>
  for (const store of [sqsStore, s3Store]) store.spy = spy
  for (const queue of sqsStore.allQueues()) queue.spy = spy

  const app = buildApp({ logger: false, defaultRegion: 'us-east-1', stores })
  // fauxqs accepts objects of 11 MB; SES writes mails of 40 MB.
  app.removeContentTypeParser('*')
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_OBJECT_BYTES }, (_, body, done) =>
    done(null, body),
  )
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const stopFollowing = clock.onAdvance(passTime)

  /** fauxqs signals before it stores, so listeners are called a microtask later. */
  function notice(event: Event): void {
    if (event.service === 'sqs') options.onMessage?.(event)
    if (event.service === 'sqs' && event.status === 'published') {
      setImmediate(() => messageListeners.get(event.queueName)?.())
    } else if (event.service === 's3' && event.status === 'uploaded') {
      setImmediate(() => {
        for (const listener of uploadListeners) listener({ bucket: event.bucket, key: event.key })
      })
    }
  }

  /** fauxqs uses real time: subtract the advance from its deadlines. */
  function passTime(ms: number): void {
    for (const queue of sqsStore.allQueues()) {
      for (const entry of queue.inflightMessages.values()) entry.visibilityDeadline -= ms
      const delayed = [queue.delayedMessages, ...queue.fifoDelayed.values()].flat()
      for (const message of delayed) if (message.delayUntil !== undefined) message.delayUntil -= ms
      queue.processTimers()
    }
    for (const listener of messageListeners.values()) listener()
  }

  function queue(arn: string): SqsQueue {
    const found = sqsStore.getQueueByName(nameOf(arn))
    if (found === undefined) throw codedError('QueueDoesNotExist', `There is no queue ${arn}`)
    return found
  }

  function take(arn: string, { body, attributes = {}, groupId }: QueueMessage): void {
    const named = Object.entries(attributes).map(
      ([name, value]) => [name, { DataType: 'String', StringValue: value }] as const,
    )
    const message = {
      QueueUrl: queue(arn).url,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(named),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
    }
    try {
      sendMessage(message, sqsStore)
    } catch (error) {
      const { code, message: said } = error as SqsError
      throw codedError(code, said)
    }
  }

  function create(resources: readonly CloudResource[]): void {
    for (const resource of ofType(resources, 'AWS::SQS::Queue')) createQueue(resource)
    for (const { arn, properties } of ofType(resources, 'AWS::SNS::Topic')) {
      const attributes = properties.FifoTopic ? { FifoTopic: 'true' } : undefined
      if (snsStore.getTopic(arn) === undefined)
        snsStore.createTopic(nameOf(arn), attributes, undefined, 'us-east-1')
      for (const subscription of properties.Subscription ?? []) subscribe({ ...subscription, TopicArn: arn })
    }
    for (const { properties } of ofType(resources, 'AWS::SNS::Subscription')) subscribe(properties)
    for (const { ref } of ofType(resources, 'AWS::S3::Bucket')) {
      if (!s3Store.hasBucket(ref)) s3Store.createBucket(ref)
    }
  }

  function createQueue({ arn, properties }: CloudResource): void {
    const name = nameOf(arn)
    const attributes = queueAttributes(properties)
    const existing = sqsStore.getQueueByName(name)
    if (existing === undefined)
      sqsStore.createQueue(name, `${endpoint}/${accountOf(arn)}/${name}`, arn, attributes).spy = spy
    else existing.setAttributes(attributes)
  }

  /** Only queues subscribe here; topics.ts notifies people and functions. */
  function subscribe({
    TopicArn,
    Protocol,
    Endpoint,
    RawMessageDelivery,
  }: CloudResource['properties']): void {
    if (Protocol !== 'sqs') return
    const attributes = { RawMessageDelivery: String(RawMessageDelivery ?? false) }
    snsStore.subscribe(TopicArn, 'sqs', queue(Endpoint).arn, attributes)
  }

  create(options.resources ?? [])
  return {
    endpoint,
    create,
    queue,
    take,
    send(arn, body, subject) {
      const message = { TopicArn: arn, Message: body, ...(subject !== undefined && { Subject: subject }) }
      if (arn.split(':')[2] === 'sns') publish(message, snsStore, sqsStore)
      else take(arn, { body })
    },
    onMessages: (arn, listener) => void messageListeners.set(nameOf(arn), listener),
    onUpload: (listener) => void uploadListeners.add(listener),
    pending: () => 0,
    async stop() {
      stopFollowing()
      await app.close()
      persistence?.close()
    },
  }
}

/** The events of fauxqs' message spy that are used. */
type Event =
  | ({ readonly service: 'sqs' } & QueueEvent)
  | ({ readonly service: 's3'; readonly status: string } & Upload)

interface Stores {
  readonly sqsStore: SqsStore
  readonly snsStore: SnsStore
  readonly s3Store: S3Store
}

/** Loads the data of an earlier start from the folder, then writes through to it. */
function persistIn(dataDir: string, { sqsStore, snsStore, s3Store }: Stores): PersistenceManager {
  const folder = join(dataDir, 'queues')
  mkdirSync(folder, { recursive: true })
  const persistence = new PersistenceManager(folder)
  persistence.load(sqsStore, snsStore, s3Store)
  for (const store of [sqsStore, snsStore, s3Store]) store.persistence = persistence
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence
  return persistence
}

const QUEUE_ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DelaySeconds',
  'FifoQueue',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
] as const

function queueAttributes(properties: CloudResource['properties']): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const name of QUEUE_ATTRIBUTES) {
    if (properties[name] !== undefined) attributes[name] = String(properties[name])
  }
  if (properties.RedrivePolicy) attributes.RedrivePolicy = JSON.stringify(properties.RedrivePolicy)
  return attributes
}

function ofType(resources: readonly CloudResource[], type: string): CloudResource[] {
  return resources.filter((resource) => resource.type === type)
}

/** An error in SQS's form: its code is its name. */
export const codedError = (code: string, message: string): Error =>
  Object.assign(new Error(message), { name: code })

function nameOf(arn: string): string {
  return arn.split(':').at(-1)!
}

function accountOf(arn: string): string {
  return arn.split(':')[4]!
}
