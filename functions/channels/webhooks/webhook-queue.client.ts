import { env, optionalEnv } from '../../../shared/env.ts'
import { callJsonService } from '../../../shared/json-service.client.ts'
import type { SenderMessage } from './sender-message.ts'

/** Longest delay of SQS, in seconds. */
const maxDelay = 900

/** Enqueues a message for the sender, optionally not before a time; a longer delay is made in several hops. */
export async function enqueue(message: SenderMessage, now: string): Promise<void> {
  const milliseconds = message.notBefore === undefined ? 0 : Date.parse(message.notBefore) - Date.parse(now)
  await callJsonService({
    service: 'sqs',
    endpoint: optionalEnv('AWS_ENDPOINT_URL_SQS'),
    target: 'AmazonSQS.SendMessage',
    protocol: '1.0',
    input: {
      QueueUrl: env('WEBHOOKS_QUEUE_URL'),
      MessageBody: JSON.stringify(message),
      DelaySeconds: Math.min(maxDelay, Math.max(0, Math.ceil(milliseconds / 1000))),
    },
  })
}
