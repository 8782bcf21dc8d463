import { optionalEnv } from '../../../shared/env.ts'
import { callJsonService } from '../../../shared/json-service.client.ts'
import { ofType, type Suite } from './suite.ts'

/** A queue of the suite with its SQS attributes. */
export interface Queue {
  readonly name: string
  readonly url: string
  readonly arn: string
  readonly waiting: number
  /** Received, not deleted, and not visible again. */
  readonly inFlight: number
  /** Its dead-letter queue; a queue without one is itself a dead-letter queue. */
  readonly deadLetters: string | undefined
}

export interface MessageAttribute {
  readonly DataType: string
  readonly StringValue?: string
  readonly BinaryValue?: string
}

/** A received message; delete or release it. */
export interface Message {
  readonly id: string
  readonly receipt: string
  readonly body: string
  readonly sentAt: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
}

/** Every queue of the suite. */
export const queuesOf = (suite: Pick<Suite, 'resources'>): Promise<Queue[]> =>
  Promise.all(ofType(suite, 'AWS::SQS::Queue').map(({ name, id }) => describe(name, id)))

async function describe(name: string, url: string): Promise<Queue> {
  const { Attributes } = await call('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] })
  const of = Attributes as Readonly<Record<string, string>>
  const policy = JSON.parse(of['RedrivePolicy'] || '{}') as { deadLetterTargetArn?: string }
  return {
    name,
    url,
    arn: of['QueueArn'] ?? '',
    waiting: Number(of['ApproximateNumberOfMessages']),
    inFlight: Number(of['ApproximateNumberOfMessagesNotVisible']),
    deadLetters: policy.deadLetterTargetArn,
  }
}

/** Receives up to ten messages with a visibility timeout in seconds; none when the queue stays empty for a second. */
export async function receive({ url }: Pick<Queue, 'url'>, seconds: number): Promise<Message[]> {
  const { Messages = [] } = await call('ReceiveMessage', {
    QueueUrl: url,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: seconds,
    WaitTimeSeconds: 1,
    MessageAttributeNames: ['All'],
    AttributeNames: ['SentTimestamp'],
  })
  return (Messages as readonly RawMessage[]).map((raw) => ({
    id: raw.MessageId,
    receipt: raw.ReceiptHandle,
    body: raw.Body,
    sentAt: new Date(Number(raw.Attributes?.SentTimestamp ?? 0)).toISOString(),
    attributes: raw.MessageAttributes ?? {},
  }))
}

interface RawMessage {
  readonly MessageId: string
  readonly ReceiptHandle: string
  readonly Body: string
  readonly Attributes?: { readonly SentTimestamp?: string }
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>
}

/** Sends a message to a queue. */
export async function send(
  { url }: Pick<Queue, 'url'>,
  body: string,
  attributes: Message['attributes'] = {},
): Promise<void> {
  const named = Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }
  await call('SendMessage', { QueueUrl: url, MessageBody: body, ...named })
}

/** Deletes a received message. */
export async function remove({ url }: Pick<Queue, 'url'>, { receipt }: Message): Promise<void> {
  await call('DeleteMessage', { QueueUrl: url, ReceiptHandle: receipt })
}

/** Makes a received message visible again at once. */
export async function release({ url }: Pick<Queue, 'url'>, { receipt }: Message): Promise<void> {
  await call('ChangeMessageVisibility', { QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: 0 })
}

const call = (operation: string, input: object): Promise<Record<string, unknown>> =>
  callJsonService({
    service: 'sqs',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_SQS'),
    target: `AmazonSQS.${operation}`,
    protocol: '1.0',
    input,
  })
