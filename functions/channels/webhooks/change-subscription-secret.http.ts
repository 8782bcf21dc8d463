import { route } from '../../../shared/http/route.ts'
import { commitAlone, loadSubscription } from './subscription.store.ts'
import { rotateSecret } from './subscription.ts'
import { SubscriptionPath, SubscriptionWithSecret, toSubscriptionView } from './subscription-requests.ts'
import { deleteSecrets, withNewSecret } from './webhook-secrets.client.ts'

/**
 * Creates a new secret and returns it once. Webhooks are signed by both secrets for a day, so that the receiver
 * can change over.
 */
export const changeSubscriptionSecretRoute = route({
  method: 'POST',
  path: '/channels/subscriptions/{subscriptionId}/secret',
  scope: 'channels:write',
  summary: 'Rotate the secret of a subscription',
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
      const valid = new Set(next.keys.map(({ id }) => id))
      await deleteSecrets(subscription.keys.map(({ id }) => id).filter((id) => !valid.has(id)))
      return { ...toSubscriptionView(next), secret }
    })
  },
})
