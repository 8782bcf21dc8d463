import type { SqsQueue } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js'

type Message = SqsQueue['messages'][number]

/** A message as functions receive it. */
export interface QueueRecord {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, QueueAttribute>>
  readonly md5OfBody: string
  readonly eventSource: 'aws:sqs'
  readonly eventSourceARN: string
  readonly awsRegion: string
}

interface QueueAttribute {
  readonly stringValue?: string
  readonly binaryValue?: string
  readonly stringListValues: readonly string[]
  readonly binaryListValues: readonly string[]
  readonly dataType: string
}

/** Record of a received message in Lambda's event; times are milliseconds since the epoch, as text. */
export function toQueueRecord(message: Message, receiptHandle: string, queueArn: string): QueueRecord {
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.approximateReceiveCount),
      SentTimestamp: String(message.sentTimestamp),
      SenderId: queueArn.split(':')[4]!,
      ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
      ...(message.messageGroupId !== undefined && { MessageGroupId: message.messageGroupId }),
      ...(message.messageDeduplicationId !== undefined && {
        MessageDeduplicationId: message.messageDeduplicationId,
      }),
      ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, value]) => [name, toAttribute(value)]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: 'us-east-1',
  }
}

function toAttribute(value: Message['messageAttributes'][string]): QueueAttribute {
  return {
    ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
    ...(value.BinaryValue !== undefined && { binaryValue: value.BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: value.DataType,
  }
}
