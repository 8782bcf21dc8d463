import type { AggregateState, Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'
import { maxTries, nextDelay } from './retry-schedule.ts'
import type { Subscription } from './subscription.ts'

/** Why a try came to nothing. `refused`: an answer that is not 2xx; a redirect is one. */
export type Failure = 'refused' | 'timeout' | 'not-reached' | 'address-not-public'

/** What one try came to. */
export type Outcome =
  | { readonly delivered: true; readonly status: number; readonly milliseconds: number }
  | {
      readonly delivered: false
      readonly failure: Failure
      readonly status?: number
      readonly milliseconds: number
      /** Seconds that the receiver asked to be left alone. */
      readonly wishedSeconds?: number
    }

/** A try, as the log of deliveries shows it. */
export interface Try {
  readonly at: string
  readonly delivered: boolean
  readonly failure?: Failure
  readonly status?: number
  readonly milliseconds: number
}

/**
 * One event on its way to one subscriber. Its id is what receivers know repeats by: the same through all tries and
 * replays. Every change makes a version, and a message to the sender names the version that it is about, so that a
 * message that comes twice sends once.
 */
export interface Webhook extends AggregateState {
  readonly subscriptionId: string
  readonly eventId: string
  readonly eventType: string
  /** When the event happened. */
  readonly occurredAt: string
  /** The body, sent and signed as it stands here. */
  readonly body: string
  /** `skipped`: the subscription was paused or disabled when it would have been sent. */
  readonly status: 'pending' | 'delivered' | 'failed' | 'skipped'
  /** The newest last; the oldest are dropped when there are many. */
  readonly tries: readonly Try[]
  /** How many were made since it was made or last replayed. */
  readonly triesMade: number
  /** When this series of tries began. */
  readonly since: string
  readonly nextTryAt?: string
}

/** As many tries as the log keeps of one delivery. */
const maxStoredTries = 20

/** What an event is to a subscription of its store: to be sent at once, or only noted while that is paused. */
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

/** Notes what a try came to: delivered, to be tried again at `nextTryAt`, or given up after the last of the table. */
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
  // 410 says that nobody will ever be there again.
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

/** True when a delivery has used up its tries without any word that the receiver takes something meanwhile. */
export const hasUsedUpTries = ({ status, triesMade }: Webhook): boolean =>
  status === 'failed' && triesMade >= maxTries

/** Leaves a delivery unsent, since its subscription is not active. */
export function skipWebhook(webhook: Webhook): Decision<Webhook> {
  const { nextTryAt: _, ...rest } = webhook
  return { next: { ...rest, version: webhook.version + 1, status: 'skipped' }, events: [] }
}

/** Sends a delivery again from the beginning of the table, whatever became of it. */
export function replayWebhook(webhook: Webhook, now: string): Decision<Webhook> {
  const { nextTryAt: _, ...rest } = webhook
  return {
    next: { ...rest, version: webhook.version + 1, status: 'pending', triesMade: 0, since: now },
    events: [],
  }
}
