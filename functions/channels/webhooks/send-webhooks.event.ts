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
 * Sends due webhooks to their receivers. The webhooks of a batch are independent. A receiver's response is an
 * outcome and no failure, so the queue retries only failures of our own.
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
    log.warn('webhook processing failed', { messageId, error })
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
