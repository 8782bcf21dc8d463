import * as z from 'zod/mini'
import { defineEvent } from '../envelope.ts'
import { instant, slug, text, version } from '../fields.ts'

export const subscriptionStatuses = ['active', 'paused', 'disabled', 'removed'] as const

/** Where a store wants to be told of its events. The secrets that sign what is sent are elsewhere, by the keys' ids. */
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
  /** What signs: the newest first; one with `until` is that before it, which signs beside it until then. */
  keys: z.array(z.object({ id: text(60), until: z.optional(instant) })),
  /** Since when nothing sent has been taken; absent while all is well. */
  failingSince: z.optional(instant),
  /** `gone`: the receiver answered 410. `failing`: one delivery used up all of its tries, and none went through meanwhile. */
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
  'A store asked to be told of events of some types.',
  noData,
)
export const subscriptionChanged = subscriptionEvent(
  'channels.subscription-changed',
  'Where or what a store is told is another, or it is paused or goes on.',
  z.object({ fields: z.array(text(40)) }),
)
export const subscriptionSecretChanged = subscriptionEvent(
  'channels.subscription-secret-changed',
  'What is sent is signed by a new secret; that before it signs too until `previousUntil`.',
  z.object({ previousUntil: instant }),
)
export const subscriptionDisabled = subscriptionEvent(
  'channels.subscription-disabled',
  'The receiver is gone, or has taken nothing for days: nothing more is sent until somebody switches it on again.',
  z.object({ reason: z.enum(['gone', 'failing']) }),
)
export const subscriptionRemoved = subscriptionEvent(
  'channels.subscription-removed',
  'The store is told no more; the secrets are gone.',
  noData,
)
