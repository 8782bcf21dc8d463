import { answer, answerOnce, created, route } from '../../../shared/http/route.ts'
import { derivedId } from '../../../shared/ids.ts'
import { retryOnBusy } from '../../../shared/retry.ts'
import { expectReceiver } from './receiver.client.ts'
import { commitSubscription, findSubscriptions } from './subscription.store.ts'
import { subscribe } from './subscription.ts'
import { SubscribeRequest, SubscriptionWithSecret, toSubscriptionView } from './subscription-requests.ts'
import { deleteSecrets, withNewSecret } from './webhook-secrets.client.ts'

/**
 * Subscribes a URL to event types. The response holds the signing secret once: a repeat under the same key is
 * answered without it; rotate the secret if it was lost.
 */
export const subscribeRoute = route({
  method: 'POST',
  path: '/channels/subscriptions',
  scope: 'channels:write',
  summary: 'Subscribe to events',
  request: SubscribeRequest,
  response: SubscriptionWithSecret,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body, principal: { id: by, store }, idempotency, cause, now }) => {
    await expectReceiver(body.url)
    const id = derivedId('sub', store, cause.causationId)
    const location = `/channels/subscriptions/${id}`
    return withNewSecret(({ keyId, secret }) =>
      retryOnBusy(async () => {
        const list = await findSubscriptions(store)
        const decision = subscribe(list, body, { store, id, by, keyId }, now)
        const stored = created(location, toSubscriptionView(decision.subscription.next))
        const outcome = await commitSubscription(decision, cause, now, idempotency?.marker(stored))
        if (outcome.outcome === 'answered') await deleteSecrets([keyId])
        const shown = { ...toSubscriptionView(decision.subscription.next), secret }
        return answerOnce(answer(stored.status, shown, stored.headers), outcome, idempotency)
      }),
    )
  },
})
