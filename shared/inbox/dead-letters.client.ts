import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { env } from '../env.ts'

const client = new SQSClient({ maxAttempts: 3 })

/** Puts a message that cannot succeed into the slice's dead-letter queue, with the code of what was wrong. */
export async function sendToDeadLetters(body: string, code: string): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: env('DEAD_LETTER_QUEUE_URL'),
      MessageBody: body,
      MessageAttributes: { ErrorCode: { DataType: 'String', StringValue: code } },
    }),
  )
}
