import { route } from '../../../shared/http/route.ts'
import { retryOnBusy } from '../../../shared/retry.ts'
import { commitSubscription, findSubscriptions, loadSubscription } from './subscription.store.ts'
import { removeSubscription } from './subscription.ts'
import { SubscriptionPath, SubscriptionView, toSubscriptionView } from './subscription-requests.ts'
import { deleteSecrets } from './webhook-secrets.client.ts'

/** Removes a subscription: no more webhooks are sent, its secrets are deleted, its log stays. */
export const removeSubscriptionRoute = route({
  method: 'DELETE',
  path: '/channels/subscriptions/{subscriptionId}',
  scope: 'channels:write',
  summary: 'Remove a subscription',
  params: SubscriptionPath,
  response: SubscriptionView,
  success: 200,
  changes: true,
  run: ({ params: { subscriptionId }, principal: { store }, ifMatch, cause, now }) =>
    retryOnBusy(async () => {
      const [subscription, list] = await Promise.all([
        loadSubscription(store, subscriptionId),
        findSubscriptions(store),
      ])
      ifMatch(subscription.version)
      const decision = removeSubscription(subscription, list, now)
      await commitSubscription(decision, cause, now)
      await deleteSecrets(subscription.keys.map(({ id }) => id))
      return toSubscriptionView(decision.subscription.next)
    }),
})
