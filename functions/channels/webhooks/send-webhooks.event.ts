import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod/mini'
import { now } from '../../../shared/clock.ts'
import { sendToDeadLetters } from '../../../shared/dead-letters.client.ts'
import { log } from '../../../shared/log.ts'
import { deliverWebhook } from './deliver-webhook.usecase.ts'
import { replayRange } from './replay-range.usecase.ts'
import { SenderMessage } from './sender-message.ts'
import { enqueue } from './webhook-queue.client.ts'

/**
 * Sends what is due to subscribers. Deliveries of a batch go out side by side and fail alone; what a receiver says is an
 * outcome and no failure, so the queue tries again only what our own side could not do.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const outcomes = await Promise.all(Records.map(handleRecord))
  return { batchItemFailures: outcomes.filter((failure) => failure !== undefined) }
}

async function handleRecord({ messageId, body }: SQSRecord): Promise<SQSBatchItemFailure | undefined> {
  try {
    const message = parseMessage(body)
    if (message === undefined) await sendToDeadLetters(body, 'invalid-event')
    else await work(message, messageId)
    return undefined
  } catch (error) {
    log.warn('webhook not worked on', { messageId, error })
    return { itemIdentifier: messageId }
  }
}

async function work(message: SenderMessage, messageId: string): Promise<void> {
  const time = now()
  if (message.notBefore !== undefined && message.notBefore > time) return enqueue(message, time)
  const actor = { type: 'system', id: 'send-webhooks' } as const
  const cause = { actor, causationId: messageId, correlationId: messageId }
  return message.kind === 'send' ? deliverWebhook(message, cause) : replayRange(message, cause)
}

function parseMessage(body: string): SenderMessage | undefined {
  try {
    return z.safeParse(SenderMessage, JSON.parse(body)).data
  } catch {
    return undefined
  }
}
