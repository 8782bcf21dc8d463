import { route } from '../../../shared/http/route.ts'
import { commitAlone, loadSubscription } from './subscription.store.ts'
import { rotateSecret } from './subscription.ts'
import { SubscriptionPath, SubscriptionWithSecret, toSubscriptionView } from './subscription-requests.ts'
import { deleteSecrets, withNewSecret } from './webhook-secrets.client.ts'

/**
 * Makes a new secret and shows it, this once. What is sent is signed by both for a day, so that the receiver can change
 * over in its own time.
 */
export const changeSubscriptionSecretRoute = route({
  method: 'POST',
  path: '/channels/subscriptions/{subscriptionId}/secret',
  scope: 'channels:write',
  summary: 'Change a subscription’s secret',
  params: SubscriptionPath,
  response: SubscriptionWithSecret,
  success: 200,
  changes: true,
  run: async ({ params: { subscriptionId }, principal: { store }, ifMatch, cause, now }) => {
    const subscription = await loadSubscription(store, subscriptionId)
    ifMatch(subscription.version)
    return withNewSecret(async ({ keyId, secret }) => {
      const { next, events } = rotateSecret(subscription, keyId, now)
      await commitAlone({ next, events }, cause, now)
      const kept = new Set(next.keys.map(({ id }) => id))
      await deleteSecrets(subscription.keys.map(({ id }) => id).filter((id) => !kept.has(id)))
      return { ...toSubscriptionView(next), secret }
    })
  },
})
