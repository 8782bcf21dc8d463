import { route } from '../../../shared/http/route.ts'
import { loadSubscription } from './subscription.store.ts'
import { SubscriptionPath, SubscriptionView, toSubscriptionView } from './subscription-requests.ts'

/** Shows a subscription: its event types, and since when it has been failing. Never its secret. */
export const getSubscriptionRoute = route({
  method: 'GET',
  path: '/channels/subscriptions/{subscriptionId}',
  scope: 'channels:read',
  summary: 'Show a subscription',
  params: SubscriptionPath,
  response: SubscriptionView,
  success: 200,
  run: async ({ params, principal }) =>
    toSubscriptionView(await loadSubscription(principal.store, params.subscriptionId)),
})
