import { route } from '../../../shared/http/route.ts'
import { loadMany } from '../../../shared/table/load.store.ts'
import { findSubscriptions, subscriptions } from './subscription.store.ts'
import { SubscriptionList, toSubscriptionView } from './subscription-requests.ts'

/** Lists the subscriptions of a store; a store has at most fifty. */
export const listSubscriptionsRoute = route({
  method: 'GET',
  path: '/channels/subscriptions',
  scope: 'channels:read',
  summary: 'List subscriptions',
  response: SubscriptionList,
  success: 200,
  run: async ({ principal: { store } }) => {
    const ids = (await findSubscriptions(store))?.subscriptions.map(({ id }) => id) ?? []
    return { items: (await loadMany(subscriptions, store, ids)).map(toSubscriptionView) }
  },
})
