import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { loadSubscription } from './subscription.store.ts'
import { SubscriptionPath } from './subscription-requests.ts'
import { enqueue } from './webhook-queue.client.ts'
import { ReplayRequest, ReplayView } from './webhook-requests.ts'

/**
 * Replays the webhooks of a time range, or only those that were not delivered. It runs in the background; the
 * log shows its progress.
 */
export const replayWebhooksRoute = route({
  method: 'POST',
  path: '/channels/subscriptions/{subscriptionId}/replay',
  scope: 'channels:write',
  summary: 'Replay the webhooks of a time range',
  params: SubscriptionPath,
  request: ReplayRequest,
  response: ReplayView,
  success: 200,
  run: async ({ params, body: { from, to, undelivered }, principal, now }) => {
    if (from >= to)
      throw new DomainError('invalid-request', 'Field from must be before to.', {
        fields: [{ path: 'from', expected: 'a time before `to`', received: from }],
      })
    const { store, id, status } = await loadSubscription(principal.store, params.subscriptionId)
    if (status !== 'active')
      throw new DomainError('illegal-transition', `Subscription is ${status}; activate it first.`)
    await enqueue({ kind: 'replay', store, subscriptionId: id, from, to, undelivered }, now)
    return { from, to, undelivered }
  },
})
