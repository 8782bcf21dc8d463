import * as z from 'zod/mini'
import { SubscriptionSnapshot } from '../../../events/channels/webhook-events.ts'
import { instant, text } from '../../../events/fields.ts'
import { publicEventTypes } from '../../../events/public-event-types.ts'
import type { Subscription } from './subscription.ts'

const eventTypes = z
  .array(z.enum(publicEventTypes))
  .check(z.minLength(1), z.maxLength(publicEventTypes.length))

const fields = {
  /** The URL of the receiver: `https`, a host of the public internet, without user and password. */
  url: text(2000),
  eventTypes,
  /** A description for the analysts of the store. */
  description: z.optional(text(200)),
}

export const SubscribeRequest = z.strictObject(fields)
export const ChangeSubscriptionRequest = z.strictObject({
  url: z.optional(fields.url),
  eventTypes: z.optional(eventTypes),
  description: fields.description,
  /** `active` also reactivates a disabled subscription. */
  status: z.optional(z.enum(['active', 'paused'])),
})

export const SubscriptionPath = z.strictObject({ subscriptionId: text(64) })

/** A subscription as the API returns it. */
export const SubscriptionView = z.object({
  ...z.omit(SubscriptionSnapshot, { keys: true }).shape,
  /** Until when webhooks are signed by the previous secret too. */
  previousSecretUntil: z.optional(instant),
})
export type SubscriptionView = z.infer<typeof SubscriptionView>
export const SubscriptionList = z.object({ items: z.array(SubscriptionView) })

/** With the signing secret, as `whsec_` and base 64: returned once, when it is created. */
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
