import { now } from '../../../shared/clock.ts'
import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { type Replay, sendMessageFor } from './sender-message.ts'
import { commitWebhook, listRange } from './webhook.store.ts'
import { replayWebhook, type Webhook } from './webhook.ts'
import { enqueue } from './webhook-queue.client.ts'

const pageSize = 25

/** Has one page of a time range sent again, and the next page looked at after it. */
export async function replayRange(message: Replay, cause: Cause): Promise<void> {
  const { store, subscriptionId, from, to, undelivered } = message
  const page = await listRange(store, subscriptionId, { from, to, limit: pageSize })
  const wanted = page.items.filter(
    ({ status }) => !undelivered || status === 'failed' || status === 'skipped',
  )
  await Promise.all(wanted.map((webhook) => sendAgain(webhook, cause)))
  if (page.next !== undefined) await enqueue({ ...message, from: page.next }, now())
}

/** Has one delivery sent again from the beginning of the table. Error: `stale-version` when it is another by now. */
export async function replay(webhook: Webhook, cause: Cause): Promise<Webhook> {
  const at = now()
  const { next } = replayWebhook(webhook, at)
  await commitWebhook({ next, events: [] }, cause, at)
  await enqueue(sendMessageFor(next), at)
  return next
}

/** One that is being sent at this very moment need not be sent again. */
async function sendAgain(webhook: Webhook, cause: Cause): Promise<void> {
  try {
    await replay(webhook, cause)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'stale-version') throw error
  }
}
