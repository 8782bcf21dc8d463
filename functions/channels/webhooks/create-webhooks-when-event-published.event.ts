import type { EventBridgeEvent } from 'aws-lambda'
import * as z from 'zod/mini'
import { EnvelopeHeader } from '../../../events/envelope.ts'
import { now } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { subscriptionsAsOf } from '../../../shared/subscription-list.store.ts'
import { wanting } from '../../../shared/subscription-list.ts'
import { sendMessageFor } from './sender-message.ts'
import { commitWebhook } from './webhook.store.ts'
import { createWebhook, type Webhook } from './webhook.ts'
import { bodyOf } from './webhook-body.ts'
import { enqueue } from './webhook-queue.client.ts'

const PublicEvent = z.extend(EnvelopeHeader, { data: z.unknown(), snapshot: z.unknown() })

/**
 * Creates a webhook of an event for each subscription of its store to its type, and enqueues it for the sender.
 * The bus invokes it directly, without a queue, and only for events that the relay marked as subscribed.
 */
export async function handler({ detail }: EventBridgeEvent<string, unknown>): Promise<void> {
  const event = z.parse(PublicEvent, detail)
  const subscriptions = wanting(await subscriptionsAsOf(event.store, event.occurredAt), event.type)
  if (subscriptions.length === 0) return
  const body = bodyOf(event)
  const time = now()
  const cause: Cause = {
    actor: { type: 'system', id: 'create-webhooks-when-event-published' },
    causationId: event.id,
    correlationId: event.correlationId,
  }
  await Promise.all(
    subscriptions.map(async (subscription) => {
      const decision = createWebhook(subscription, event, body, time)
      const written = await commitWebhook(decision, cause, time)
      // Enqueue again what an interrupted run created but did not enqueue; never what the sender has
      // processed.
      const webhook = written.outcome === 'exists' ? (written.current as Webhook) : decision.next
      if (webhook.version === 1 && webhook.status === 'pending') await enqueue(sendMessageFor(webhook), time)
    }),
  )
}
