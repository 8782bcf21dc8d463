import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { loadSubscription } from './subscription.store.ts'
import { SubscriptionPath } from './subscription-requests.ts'
import { enqueue } from './webhook-queue.client.ts'
import { ReplayRequest, ReplayView } from './webhook-requests.ts'

/**
 * Sends all deliveries again whose events happened in a time, or those of them that were not delivered. It goes on in
 * the background; the log shows how far it is.
 */
export const replayWebhooksRoute = route({
  method: 'POST',
  path: '/channels/subscriptions/{subscriptionId}/replay',
  scope: 'channels:write',
  summary: 'Send the deliveries of a time again',
  params: SubscriptionPath,
  request: ReplayRequest,
  response: ReplayView,
  success: 200,
  run: async ({ params, body: { from, to, undelivered }, principal, now }) => {
    if (from >= to)
      throw new DomainError('invalid-request', 'the body is not as expected: from is expected before to', {
        fields: [{ path: 'from', expected: 'a time before `to`', received: from }],
      })
    const { store, id, status } = await loadSubscription(principal.store, params.subscriptionId)
    if (status !== 'active')
      throw new DomainError(
        'illegal-transition',
        `to send again the subscription is expected to be active; it is ${status}`,
      )
    await enqueue({ kind: 'replay', store, subscriptionId: id, from, to, undelivered }, now)
    return { from, to, undelivered }
  },
})
