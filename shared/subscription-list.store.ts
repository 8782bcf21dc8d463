import { now } from './clock.ts'
import { type SubscriptionList, subscriptionListId } from './subscription-list.ts'
import type { AggregateKind } from './table/aggregate.ts'
import { find } from './table/load.store.ts'

/** A store's subscriptions with their types. The channels slice writes it; the relay reads it, too. */
export const subscriptionLists: AggregateKind<SubscriptionList> = {
  name: 'SUBSCRIPTIONS',
  slice: 'channels',
  type: 'subscriptions',
  retention: 'business',
}

interface Known {
  readonly list: Promise<SubscriptionList | undefined>
  readonly readAt: string
}
const known = new Map<string, Known>()
const mostKnown = 1000

/**
 * A store's subscriptions as they were when something happened, or later. What was read after that is kept in memory and
 * good enough: whoever subscribed before the event is in it. So a burst of events is one read, and none is missed.
 */
export function subscriptionsAsOf(store: string, occurredAt: string): Promise<SubscriptionList | undefined> {
  const kept = known.get(store)
  if (kept !== undefined && kept.readAt > occurredAt) return kept.list
  if (known.size >= mostKnown) known.clear()
  const list = find(subscriptionLists, store, subscriptionListId)
  known.set(store, { list, readAt: now() })
  list.catch(() => known.delete(store))
  return list
}
