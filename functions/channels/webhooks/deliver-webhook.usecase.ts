import { Webhook as Signer } from 'standardwebhooks'
import { now } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { callReceiver } from './receiver.client.ts'
import { type SenderMessage, sendMessageFor } from './sender-message.ts'
import { disable, saveOutcome } from './subscription.store.ts'
import { type Subscription, signingKeys } from './subscription.ts'
import { commitWebhook, findWebhook } from './webhook.store.ts'
import { hasUsedUpTries, type Outcome, recordTry, skipWebhook, type Webhook } from './webhook.ts'
import { enqueue } from './webhook-queue.client.ts'
import { secretOf } from './webhook-secrets.client.ts'

type Send = Extract<SenderMessage, { kind: 'send' }>

/**
 * Makes one try of a webhook, at the version that the message names; another version has a message of its own.
 * The next try's message is sent before the outcome is written: an interrupted run is repeated, and a message
 * for a version that was never written is dropped. Errors: those of table, parameter store and queue, not the
 * receiver's.
 */
export async function deliverWebhook(message: Send, cause: Cause): Promise<void> {
  const { store, webhookId, subscriptionId, version } = message
  const [webhook, subscription] = await findWebhook(store, webhookId, subscriptionId)
  if (webhook === undefined || webhook.version !== version || webhook.status !== 'pending') return
  if (subscription?.status !== 'active') {
    await ignoreStale(commitWebhook(skipWebhook(webhook), cause, now()))
    return
  }
  const outcome = await tryOnce(webhook, subscription)
  const at = now()
  const decision = recordTry(webhook, outcome, at)
  if (decision.next.status === 'pending') await enqueue(sendMessageFor(decision.next), at)
  await ignoreStale(commitWebhook(decision, cause, at))
  await recordOutcome(subscription, decision.next, outcome, cause, at)
}

/** Signs with every secret that is valid at this try ("Standard Webhooks" 1.0.0, "Webhook headers"). */
async function tryOnce(webhook: Webhook, subscription: Subscription): Promise<Outcome> {
  const at = new Date(now())
  const secrets = await Promise.all(signingKeys(subscription, at.toISOString()).map(secretOf))
  const signatures = secrets.flatMap((secret) =>
    secret === undefined ? [] : [new Signer(secret).sign(webhook.id, at, webhook.body)],
  )
  if (signatures.length === 0) throw new DomainError('internal', 'Subscription has no secret.')
  const headers = {
    'webhook-id': webhook.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
  return callReceiver(subscription.url, headers, webhook.body)
}

/** Records the outcome on the subscription: delivering, failing, or its receiver no longer exists. */
async function recordOutcome(
  subscription: Subscription,
  webhook: Webhook,
  outcome: Outcome,
  cause: Cause,
  at: string,
): Promise<void> {
  const { failingSince } = await saveOutcome(subscription, outcome.delivered, cause, at)
  if (!outcome.delivered && outcome.status === 410) {
    await disable(subscription, 'gone', cause, at)
    return
  }
  const firstTry = webhook.tries.at(-webhook.triesMade)?.at
  const failedAllThrough = failingSince !== undefined && firstTry !== undefined && failingSince <= firstTry
  if (hasUsedUpTries(webhook) && failedAllThrough) await disable(subscription, 'failing', cause, at)
}

/** Ignores a concurrent write of the webhook: the other one counts. */
async function ignoreStale(writing: Promise<unknown>): Promise<void> {
  try {
    await writing
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'stale-version') throw error
  }
}
