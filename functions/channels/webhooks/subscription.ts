import {
  type SubscriptionSnapshot,
  subscriptionChanged,
  subscriptionCreated,
  subscriptionDisabled,
  subscriptionRemoved,
  subscriptionSecretChanged,
} from '../../../events/channels/webhook-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { type SubscriptionList, subscriptionListId } from '../../../shared/subscription-list.ts'

/** A subscription of a store to its events. */
export type Subscription = SubscriptionSnapshot
type SubscriptionDecision = Decision<Subscription>

/** A subscription's change together with the list's, for one commit. */
export interface ListedDecision {
  readonly subscription: SubscriptionDecision
  readonly list: Decision<SubscriptionList>
}

/** Limit of subscriptions of a store: each event is matched with all of them. */
const maxSubscriptions = 50

/** How long the previous secret keeps signing, in milliseconds. */
const overlapMilliseconds = 24 * 3_600_000

export interface Subscribe {
  readonly url: string
  readonly eventTypes: readonly string[]
  readonly description?: string | undefined
}

/** Creates a subscription. Error: `illegal-transition` at the limit of the store. */
export function subscribe(
  list: SubscriptionList | undefined,
  { url, eventTypes, description }: Subscribe,
  {
    store,
    id,
    by,
    keyId,
  }: { readonly store: string; readonly id: string; readonly by: string; readonly keyId: string },
  now: string,
): ListedDecision {
  if ((list?.subscriptions.length ?? 0) >= maxSubscriptions)
    throw new DomainError(
      'illegal-transition',
      `Store has ${maxSubscriptions} subscriptions; remove one first.`,
    )
  const next: Subscription = {
    id,
    store,
    version: 1,
    url,
    eventTypes: [...new Set(eventTypes)].sort(),
    ...(description === undefined ? {} : { description }),
    status: 'active',
    createdAt: now,
    createdBy: by,
    updatedAt: now,
    keys: [{ id: keyId }],
  }
  return listed({ next, events: [subscriptionCreated.happened({})] }, list)
}

export interface ChangeSubscription {
  readonly url?: string | undefined
  readonly eventTypes?: readonly string[] | undefined
  readonly description?: string | undefined
  readonly status?: 'active' | 'paused' | undefined
}

/**
 * Changes the URL or the event types, pauses, or reactivates. Error: `illegal-transition` when it is removed.
 */
export function changeSubscription(
  subscription: Subscription,
  { url, eventTypes, description, status }: ChangeSubscription,
  list: SubscriptionList | undefined,
  now: string,
): ListedDecision {
  expectNotRemoved(subscription)
  const wanted = {
    ...(url === undefined ? {} : { url }),
    ...(eventTypes === undefined ? {} : { eventTypes: [...new Set(eventTypes)].sort() }),
    ...(description === undefined ? {} : { description }),
    ...(status === undefined ? {} : { status }),
  }
  const fields = Object.entries(wanted)
    .filter(([field, value]) => String(value) !== String(subscription[field as keyof Subscription]))
    .map(([field]) => field)
  if (fields.length === 0) return listed({ next: subscription, events: [] }, list)
  const { failingSince, disabled, ...rest } = subscription
  // The receiver was fixed: count the failing days anew.
  const isMended = status === 'active' || url !== undefined
  const next = {
    ...rest,
    ...(isMended || failingSince === undefined ? {} : { failingSince }),
    ...(status !== undefined || disabled === undefined ? {} : { disabled }),
    ...wanted,
    version: subscription.version + 1,
    updatedAt: now,
  }
  return listed({ next, events: [subscriptionChanged.happened({ fields })] }, list)
}

/** Removes a subscription. Error: `illegal-transition` when it is removed already. */
export function removeSubscription(
  subscription: Subscription,
  list: SubscriptionList | undefined,
  now: string,
): ListedDecision {
  expectNotRemoved(subscription)
  const version = subscription.version + 1
  const next: Subscription = { ...subscription, version, status: 'removed', keys: [], updatedAt: now }
  return listed({ next, events: [subscriptionRemoved.happened({})] }, list)
}

function expectNotRemoved({ status }: Subscription): void {
  if (status !== 'removed') return
  throw new DomainError('illegal-transition', 'Subscription is removed.')
}

/**
 * Signs with a new secret; the previous one signs too for a day, older ones no longer. Error:
 * `illegal-transition` when it is removed.
 */
export function rotateSecret(subscription: Subscription, keyId: string, now: string): SubscriptionDecision {
  expectNotRemoved(subscription)
  const previousUntil = new Date(Date.parse(now) + overlapMilliseconds).toISOString()
  const [current] = subscription.keys
  const previous = current === undefined ? [] : [{ id: current.id, until: previousUntil }]
  return {
    next: {
      ...subscription,
      version: subscription.version + 1,
      keys: [{ id: keyId }, ...previous],
      updatedAt: now,
    },
    events: [subscriptionSecretChanged.happened({ previousUntil })],
  }
}

/** The keys that sign at a time, the newest first. */
export const signingKeys = ({ keys }: Pick<Subscription, 'keys'>, now: string): readonly string[] =>
  keys.filter(({ until }) => until === undefined || until > now).map(({ id }) => id)

/** Disables a subscription whose receiver no longer exists or is failing; one that is not active stays unchanged. */
export function disableSubscription(
  subscription: Subscription,
  reason: 'gone' | 'failing',
  list: SubscriptionList | undefined,
  now: string,
): ListedDecision {
  if (subscription.status !== 'active') return listed({ next: subscription, events: [] }, list)
  const next: Subscription = {
    ...subscription,
    version: subscription.version + 1,
    status: 'disabled',
    disabled: { at: now, reason },
    updatedAt: now,
  }
  return listed({ next, events: [subscriptionDisabled.happened({ reason })] }, list)
}

/** Records since when webhooks have been failing. Publishes no event; undefined when nothing changes. */
export function recordOutcome(
  subscription: Subscription,
  taken: boolean,
  now: string,
): SubscriptionDecision | undefined {
  const { failingSince, ...rest } = subscription
  if (taken === (failingSince === undefined)) return undefined
  const next = { ...rest, version: subscription.version + 1, ...(taken ? {} : { failingSince: now }) }
  return { next, events: [] }
}

function listed(subscription: SubscriptionDecision, list: SubscriptionList | undefined): ListedDecision {
  const { id, store, eventTypes, status } = subscription.next
  const others = list?.subscriptions.filter((one) => one.id !== id) ?? []
  const subscriptions = status === 'removed' ? others : [...others, { id, eventTypes, status }]
  return {
    subscription,
    list: {
      next: { id: subscriptionListId, store, version: (list?.version ?? 0) + 1, subscriptions },
      events: [],
    },
  }
}
