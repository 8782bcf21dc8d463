import { env, optionalEnv } from '../../../shared/env.ts'
import { callJsonService } from '../../../shared/json-service.client.ts'
import type { SenderMessage } from './sender-message.ts'

/** The longest that SQS keeps a message back, in seconds. */
const maxDelay = 900

/** Hands a message to the sender, not before a time if one is given: what is further away goes round in hops. */
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
