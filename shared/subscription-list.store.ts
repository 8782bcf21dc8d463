import { now } from './clock.ts'
import { type SubscriptionList, subscriptionListId } from './subscription-list.ts'
import type { AggregateKind } from './table/aggregate.ts'
import { find } from './table/load.store.ts'

/** A store's subscriptions with their event types. The channels slice writes the list; the relay reads it too. */
export const subscriptionLists: AggregateKind<SubscriptionList> = {
  name: 'SUBSCRIPTIONS',
  slice: 'channels',
  type: 'subscriptions',
  retention: 'business',
}

interface CachedList {
  readonly list: Promise<SubscriptionList | undefined>
  readonly readAt: string
}
const cache = new Map<string, CachedList>()
const maxCached = 1000

/**
 * A store's subscriptions as of the time of an event, or later. A list read after that time is cached and sufficient: it
 * has every subscription created before the event. So a burst of events is one read, and no subscription is missed.
 */
export function subscriptionsAsOf(store: string, occurredAt: string): Promise<SubscriptionList | undefined> {
  const cached = cache.get(store)
  if (cached !== undefined && cached.readAt > occurredAt) return cached.list
  if (cache.size >= maxCached) cache.clear()
  const list = find(subscriptionLists, store, subscriptionListId)
  cache.set(store, { list, readAt: now() })
  list.catch(() => cache.delete(store))
  return list
}
