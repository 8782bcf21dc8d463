import * as z from 'zod/mini'
import { instant, text, version } from '../../../events/fields.ts'
import type { Webhook } from './webhook.ts'

export const WebhookPath = z.strictObject({ subscriptionId: text(64), deliveryId: text(64) })

const statuses = ['pending', 'delivered', 'failed', 'skipped'] as const
const limit = z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25)

export const ListWebhooksQuery = z.strictObject({
  status: z.optional(z.enum(statuses)),
  cursor: z.optional(text(500)),
  limit,
})

export const WebhookView = z.object({
  /** Sent as `webhook-id`: equal for all tries and replays. */
  id: z.string(),
  version,
  eventId: z.string(),
  eventType: z.string(),
  occurredAt: instant,
  /** `skipped`: the subscription was paused or disabled; a replay sends it. */
  status: z.enum(statuses),
  nextTryAt: z.optional(instant),
  /** The outcomes of the newest tries, the last one last. */
  tries: z.array(
    z.object({
      at: instant,
      delivered: z.boolean(),
      failure: z.optional(z.enum(['refused', 'timeout', 'not-reached', 'address-not-public'])),
      status: z.optional(z.int()),
      milliseconds: z.int(),
    }),
  ),
})
type WebhookView = z.infer<typeof WebhookView>
export const WebhookList = z.object({ items: z.array(WebhookView), nextCursor: z.optional(z.string()) })

export function toWebhookView(webhook: Webhook): WebhookView {
  const { id, version, eventId, eventType, occurredAt, status, nextTryAt, tries } = webhook
  return {
    id,
    version,
    eventId,
    eventType,
    occurredAt,
    status,
    ...(nextTryAt === undefined ? {} : { nextTryAt }),
    tries: [...tries],
  }
}

/** Events from `from` (inclusive) to `to` (exclusive). */
export const ReplayRequest = z.strictObject({
  from: instant,
  to: instant,
  /** Only webhooks that were not delivered: failed or skipped. */
  undelivered: z._default(z.boolean(), false),
})
export const ReplayView = z.object({ from: instant, to: instant, undelivered: z.boolean() })
