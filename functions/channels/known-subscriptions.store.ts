import { now } from '../../shared/clock.ts'
import { findSubscriptions } from './subscription.store.ts'
import type { Subscriptions } from './subscription.ts'

interface Known {
  readonly list: Promise<Subscriptions | undefined>
  readonly readAt: string
}
const known = new Map<string, Known>()
const mostKnown = 1000

/**
 * A store's subscriptions as they were when something happened, or later. What was read after that is kept in memory and
 * good enough: whoever subscribed before the event is in it. So a burst of events is one read, and none is missed.
 */
export function subscriptionsAsOf(store: string, occurredAt: string): Promise<Subscriptions | undefined> {
  const kept = known.get(store)
  if (kept !== undefined && kept.readAt > occurredAt) return kept.list
  if (known.size >= mostKnown) known.clear()
  const list = findSubscriptions(store)
  known.set(store, { list, readAt: now() })
  list.catch(() => known.delete(store))
  return list
}
