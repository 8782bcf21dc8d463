import { route } from '../../../shared/http/route.ts'
import { loadMany } from '../../../shared/table/load.store.ts'
import { findSubscriptions, subscriptions } from './subscription.store.ts'
import { SubscriptionList, toSubscriptionView } from './subscription-requests.ts'

/** Lists where the store is told of its events; a store has fifty at most. */
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
