import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

export const subscriptionStatuses = ['active', 'paused', 'disabled', 'removed'] as const

/**
 * A subscription of a store to its events. The signing secrets are stored elsewhere, by the ids of the keys.
 */
export const SubscriptionSnapshot = z.object({
  id: z.string(),
  store: slug,
  version,
  url: text(2000),
  eventTypes: z.array(text(80)),
  description: z.optional(text(200)),
  status: z.enum(subscriptionStatuses),
  createdAt: instant,
  createdBy: text(120),
  updatedAt: instant,
  /** The signing keys, the newest first; one with `until` is the previous key, which signs too until then. */
  keys: z.array(z.object({ id: text(60), until: z.optional(instant) })),
  /** Since when webhooks have been failing; absent otherwise. */
  failingSince: z.optional(instant),
  /**
   * `gone`: the receiver responded 410. `failing`: one webhook used up all its tries, and none was delivered
   * meanwhile.
   */
  disabled: z.optional(z.object({ at: instant, reason: z.enum(['gone', 'failing']) })),
})
export type SubscriptionSnapshot = z.infer<typeof SubscriptionSnapshot>

const subscriptionEvent = <const Type extends string, Data extends z.core.$ZodType<Record<string, unknown>>>(
  type: Type,
  summary: string,
  data: Data,
) =>
  defineEvent({
    type,
    slice: 'channels',
    aggregate: 'subscription',
    summary,
    data,
    snapshot: SubscriptionSnapshot,
  })

const noData = z.object({})

export const subscriptionCreated = subscriptionEvent(
  'channels.subscription-created',
  'A store subscribed to events of the listed types.',
  noData,
)
export const subscriptionChanged = subscriptionEvent(
  'channels.subscription-changed',
  'The URL, event types or status of a subscription changed.',
  z.object({ fields: z.array(text(40)) }),
)
export const subscriptionSecretChanged = subscriptionEvent(
  'channels.subscription-secret-changed',
  'Webhooks are signed by a new secret; the previous one signs too until `previousUntil`.',
  z.object({ previousUntil: instant }),
)
export const subscriptionDisabled = subscriptionEvent(
  'channels.subscription-disabled',
  'The receiver answered 410 or has failed for days. No webhook is sent until the subscription is reactivated.',
  z.object({ reason: z.enum(['gone', 'failing']) }),
)
export const subscriptionRemoved = subscriptionEvent(
  'channels.subscription-removed',
  'The subscription is removed and its secrets are deleted.',
  noData,
)
