import * as z from 'zod/mini'
import { instant, text } from '../../events/fields.ts'
import { SubscriptionSnapshot } from '../../events/webhook-events.ts'
import type { Subscription } from './subscription.ts'

/**
 * The events that a store may be told of outside. What is left out is how the suite works inside: what one part says to
 * another (`quality.order-passed` comes out as `order.cleared`), and walks, runs and settings.
 */
export const publicEventTypes = [
  'order.placed',
  'order.changed',
  'order.corrected',
  'order.correction-undone',
  'order.held',
  'order.released',
  'order.cleared',
  'order.partly-paid',
  'order.paid',
  'order.refunded',
  'order.packed',
  'order.dispatched',
  'order.delivered',
  'order.erased',
  'order.returned',
  'order.cancelled',
  'order.channel-conflict',
  'quality.issue-opened',
  'quality.issue-joined',
  'quality.issue-uncounted',
  'quality.issue-changed',
  'quality.issue-commented',
  'quality.issue-triaged',
  'quality.issue-started',
  'quality.issue-resolved',
  'quality.issue-verified',
  'quality.issue-reopened',
  'quality.issue-waived',
  'quality.waiver-ended',
  'quality.hold-at-risk',
  'quality.defect-confirmed',
  'quality.defect-lifted',
  'channels.order-imported',
  'channels.order-changed',
  'channels.claim-changed',
  'channels.question-asked',
  'channels.connection-silent',
  'channels.delivery-parked',
  'channels.subscription-disabled',
  'email.message-received',
  'email.thread-opened',
  'email.message-erased',
  'email.message-joined',
  'email.thread-understood',
  'email.category-corrected',
  'email.complaint-understood',
  'email.complaint-withdrawn',
  'email.thread-routed',
  'email.thread-order-linked',
  'email.reply-sent',
  'email.reply-failed',
  'email.response-at-risk',
  'email.thread-resolved',
  'email.thread-closed',
  'email.thread-erased',
  'email.thread-reopened',
  'email.thread-merged',
  'email.thread-merge-undone',
  'email.thread-split',
] as const

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
