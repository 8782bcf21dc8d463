import type { AggregateState, Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import { maxTries, nextDelay } from './retry-schedule.ts'
import type { Subscription } from './subscription.ts'

/** Why a try failed. `refused`: a response that is not 2xx, such as a redirect. */
export type Failure = 'refused' | 'timeout' | 'not-reached' | 'address-not-public'

/** The outcome of one try. */
export type Outcome =
  | { readonly delivered: true; readonly status: number; readonly milliseconds: number }
  | {
      readonly delivered: false
      readonly failure: Failure
      readonly status?: number
      readonly milliseconds: number
      /** Seconds of the receiver's `Retry-After`. */
      readonly wishedSeconds?: number
    }

/** A try, as the log shows it. */
export interface Try {
  readonly at: string
  readonly delivered: boolean
  readonly failure?: Failure
  readonly status?: number
  readonly milliseconds: number
}

/**
 * One event for one subscription. Its id is what receivers deduplicate by: equal for all tries and replays.
 * Every change makes a version, and a message to the sender names its version, so a message that comes twice
 * sends once.
 */
export interface Webhook extends AggregateState {
  readonly subscriptionId: string
  readonly eventId: string
  readonly eventType: string
  /** When the event happened. */
  readonly occurredAt: string
  /** The body, sent and signed byte for byte. */
  readonly body: string
  /** `skipped`: the subscription was paused or disabled. */
  readonly status: 'pending' | 'delivered' | 'failed' | 'skipped'
  /** The newest last; the oldest are dropped. */
  readonly tries: readonly Try[]
  /** Tries since it was created or last replayed. */
  readonly triesMade: number
  /** When this series of tries started. */
  readonly since: string
  readonly nextTryAt?: string
}

/** Tries that the log keeps of one webhook. */
const maxStoredTries = 20

/** Creates the webhook of an event for a subscription: pending, or skipped while the subscription is paused. */
export function createWebhook(
  subscription: Pick<Subscription, 'id' | 'status'>,
  event: { readonly id: string; readonly type: string; readonly store: string; readonly occurredAt: string },
  body: string,
  now: string,
): Decision<Webhook> {
  const next: Webhook = {
    id: derivedId('msg', event.store, subscription.id, event.id),
    store: event.store,
    version: 1,
    subscriptionId: subscription.id,
    eventId: event.id,
    eventType: event.type,
    occurredAt: event.occurredAt,
    body,
    status: subscription.status === 'active' ? 'pending' : 'skipped',
    tries: [],
    triesMade: 0,
    since: now,
  }
  return { next, events: [] }
}

/** Records a try: delivered, pending until `nextTryAt`, or failed after the last try. */
export function recordTry(webhook: Webhook, outcome: Outcome, now: string): Decision<Webhook> {
  const { nextTryAt: _, ...rest } = webhook
  const triesMade = webhook.triesMade + 1
  const noted = {
    ...rest,
    version: webhook.version + 1,
    tries: [...webhook.tries, tryOf(outcome, now)].slice(-maxStoredTries),
    triesMade,
  }
  if (outcome.delivered) return { next: { ...noted, status: 'delivered' }, events: [] }
  // 410 means that the receiver was removed permanently.
  const delay = outcome.status === 410 ? undefined : nextDelay(webhook.id, triesMade, outcome.wishedSeconds)
  if (delay === undefined) return { next: { ...noted, status: 'failed' }, events: [] }
  const nextTryAt = new Date(Date.parse(now) + delay).toISOString()
  return { next: { ...noted, status: 'pending', nextTryAt }, events: [] }
}

const tryOf = (outcome: Outcome, at: string): Try => ({
  at,
  delivered: outcome.delivered,
  ...(outcome.delivered ? {} : { failure: outcome.failure }),
  ...(outcome.status === undefined ? {} : { status: outcome.status }),
  milliseconds: outcome.milliseconds,
})

/** True when a webhook has used up its tries. */
export const hasUsedUpTries = ({ status, triesMade }: Webhook): boolean =>
  status === 'failed' && triesMade >= maxTries

/** Skips a webhook, since its subscription is not active. */
export function skipWebhook(webhook: Webhook): Decision<Webhook> {
  const { nextTryAt: _, ...rest } = webhook
  return { next: { ...rest, version: webhook.version + 1, status: 'skipped' }, events: [] }
}

/** Replays a webhook from its first try, whatever its status. */
export function replayWebhook(webhook: Webhook, now: string): Decision<Webhook> {
  const { nextTryAt: _, ...rest } = webhook
  return {
    next: { ...rest, version: webhook.version + 1, status: 'pending', triesMade: 0, since: now },
    events: [],
  }
}
