import type { AggregateState } from './decision.ts'

/** A store’s subscriptions as every event needs them: one small item. */
export interface SubscriptionList extends AggregateState {
  readonly subscriptions: readonly {
    readonly id: string
    readonly eventTypes: readonly string[]
    readonly status: 'active' | 'paused' | 'disabled' | 'removed'
  }[]
}

/** The id of the list; each store has one. */
export const subscriptionListId = 'subscriptions'

/** The subscriptions to events of a type, including paused ones: they record what they did not send. */
export const wanting = (
  list: SubscriptionList | undefined,
  eventType: string,
): SubscriptionList['subscriptions'] =>
  list?.subscriptions.filter(
    ({ eventTypes, status }) => status !== 'disabled' && eventTypes.includes(eventType),
  ) ?? []

/** Marks an event on the bus, in `resources`, that a webhook subscription wants. */
export const wantedOutside = 'retaguarda:wanted-outside'
