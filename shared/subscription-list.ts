import type { AggregateState } from './decision.ts'

/** What has to be known of a store's subscriptions for each event: one small item, read in one go. */
export interface SubscriptionList extends AggregateState {
  readonly subscriptions: readonly {
    readonly id: string
    readonly eventTypes: readonly string[]
    readonly status: 'active' | 'paused' | 'disabled' | 'removed'
  }[]
}

/** The id of the list: there is one in each store. */
export const subscriptionListId = 'subscriptions'

/** The subscriptions that ask for events of a type: the paused ones too, which note what they did not send. */
export const wanting = (
  list: SubscriptionList | undefined,
  eventType: string,
): SubscriptionList['subscriptions'] =>
  list?.subscriptions.filter(
    ({ eventTypes, status }) => status !== 'disabled' && eventTypes.includes(eventType),
  ) ?? []

/** Stands among the `resources` of an event on the bus that somebody outside asks for. */
export const wantedOutside = 'retaguarda:wanted-outside'
