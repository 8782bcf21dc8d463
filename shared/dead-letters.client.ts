import { env, optionalEnv } from './env.ts'
import { callJsonService } from './json-service.client.ts'

/** Sends a message that cannot succeed to the calling function's dead-letter queue, with the error code. */
export async function sendToDeadLetters(body: string, code: string): Promise<void> {
  await callJsonService({
    service: 'sqs',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_SQS'),
    target: 'AmazonSQS.SendMessage',
    protocol: '1.0',
    input: {
      QueueUrl: env('DEAD_LETTER_QUEUE_URL'),
      MessageBody: body,
      MessageAttributes: { ErrorCode: { DataType: 'String', StringValue: code } },
    },
  })
}
