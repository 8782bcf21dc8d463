import * as z from 'zod/mini'
import { instant, text, version } from '../../events/fields.ts'
import { SubscriptionSnapshot } from '../../events/webhook-events.ts'
import { publicEventTypes } from './public-events.ts'
import type { Subscription } from './subscription.ts'
import type { Webhook } from './webhook.ts'

const eventTypes = z
  .array(z.enum(publicEventTypes))
  .check(z.minLength(1), z.maxLength(publicEventTypes.length))

const fields = {
  /** Where deliveries go: `https`, a host of the public internet, no user or password in it. */
  url: text(2000),
  eventTypes,
  /** For whoever reads the list. */
  description: z.optional(text(200)),
}

export const SubscribeRequest = z.strictObject(fields)
export const ChangeSubscriptionRequest = z.strictObject({
  url: z.optional(fields.url),
  eventTypes: z.optional(eventTypes),
  description: fields.description,
  /** `active` also switches on again what was disabled. */
  status: z.optional(z.enum(['active', 'paused'])),
})

export const SubscriptionPath = z.strictObject({ subscriptionId: text(64) })
export const WebhookPath = z.strictObject({ subscriptionId: text(64), deliveryId: text(64) })

/** A subscription as the API shows it. */
export const SubscriptionView = z.object({
  ...z.omit(SubscriptionSnapshot, { keys: true }).shape,
  /** Until when what is sent is signed by the secret before the current one too. */
  previousSecretUntil: z.optional(instant),
})
export type SubscriptionView = z.infer<typeof SubscriptionView>
export const SubscriptionList = z.object({ items: z.array(SubscriptionView) })

/** With the secret that signs, as `whsec_` and base 64: it is shown when it is made and never again. */
export const SubscriptionWithSecret = z.object({
  ...SubscriptionView.shape,
  secret: z.optional(text(120)),
})

export function toSubscriptionView({ keys, ...subscription }: Subscription): SubscriptionView {
  const [, previous] = keys
  return {
    ...subscription,
    ...(previous?.until === undefined ? {} : { previousSecretUntil: previous.until }),
  }
}

const statuses = ['pending', 'delivered', 'failed', 'skipped'] as const
const limit = z._default(z.coerce.number().check(z.multipleOf(1), z.gte(1), z.lte(100)), 25)

export const ListWebhooksQuery = z.strictObject({
  status: z.optional(z.enum(statuses)),
  cursor: z.optional(text(500)),
  limit,
})

export const WebhookView = z.object({
  /** Sent as `webhook-id`: the same through all tries and replays. */
  id: z.string(),
  version,
  eventId: z.string(),
  eventType: z.string(),
  occurredAt: instant,
  /** `skipped`: the subscription was paused or disabled when it would have been sent; a replay sends it. */
  status: z.enum(statuses),
  nextTryAt: z.optional(instant),
  /** What came of the newest tries, the last one last. */
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

/** Events that happened from `from` on and before `to`. */
export const ReplayRequest = z.strictObject({
  from: instant,
  to: instant,
  /** Only those that were not delivered: failed or skipped. */
  undelivered: z._default(z.boolean(), false),
})
export const ReplayView = z.object({ from: instant, to: instant, undelivered: z.boolean() })
