import { route } from '../../../shared/http/route.ts'
import { retryOnBusy } from '../../../shared/retry.ts'
import { expectReceiver } from './receiver.client.ts'
import { commitSubscription, findSubscriptions, loadSubscription } from './subscription.store.ts'
import { changeSubscription } from './subscription.ts'
import {
  ChangeSubscriptionRequest,
  SubscriptionPath,
  SubscriptionView,
  toSubscriptionView,
} from './subscription-requests.ts'

/**
 * Changes the URL or the event types of a subscription, pauses it, or reactivates it. Webhooks during a pause
 * are recorded as `skipped`; a replay sends them.
 */
export const changeSubscriptionRoute = route({
  method: 'PATCH',
  path: '/channels/subscriptions/{subscriptionId}',
  scope: 'channels:write',
  summary: 'Change, pause or resume a subscription',
  params: SubscriptionPath,
  request: ChangeSubscriptionRequest,
  response: SubscriptionView,
  success: 200,
  changes: true,
  run: async ({ params: { subscriptionId }, body, principal: { store }, ifMatch, cause, now }) => {
    if (body.url !== undefined) await expectReceiver(body.url)
    return retryOnBusy(async () => {
      const [subscription, list] = await Promise.all([
        loadSubscription(store, subscriptionId),
        findSubscriptions(store),
      ])
      ifMatch(subscription.version)
      const decision = changeSubscription(subscription, body, list, now)
      await commitSubscription(decision, cause, now)
      return toSubscriptionView(decision.subscription.next)
    })
  },
})
