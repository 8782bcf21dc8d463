import { now } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { type Replay, sendMessageFor } from './sender-message.ts'
import { commitWebhook, listRange } from './webhook.store.ts'
import { replayWebhook, type Webhook } from './webhook.ts'
import { enqueue } from './webhook-queue.client.ts'

const pageSize = 25

/** Replays one page of a time range, and enqueues the next page. */
export async function replayRange(message: Replay, cause: Cause): Promise<void> {
  const { store, subscriptionId, from, to, undelivered } = message
  const page = await listRange(store, subscriptionId, { from, to, limit: pageSize })
  const wanted = page.items.filter(
    ({ status }) => !undelivered || status === 'failed' || status === 'skipped',
  )
  await Promise.all(wanted.map((webhook) => sendAgain(webhook, cause)))
  if (page.next !== undefined) await enqueue({ ...message, from: page.next }, now())
}

/** Replays one webhook from its first try. Error: `stale-version`. */
export async function replay(webhook: Webhook, cause: Cause): Promise<Webhook> {
  const at = now()
  const { next } = replayWebhook(webhook, at)
  await commitWebhook({ next, events: [] }, cause, at)
  await enqueue(sendMessageFor(next), at)
  return next
}

/** A webhook that is being sent at this moment needs no replay. */
async function sendAgain(webhook: Webhook, cause: Cause): Promise<void> {
  try {
    await replay(webhook, cause)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'stale-version') throw error
  }
}
