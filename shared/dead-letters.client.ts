import { env, optionalEnv } from './env.ts'
import { callJsonService } from './json-service.client.ts'

/** Puts a message that cannot succeed into the dead-letter queue of the function that calls, with the code of what was wrong. */
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
