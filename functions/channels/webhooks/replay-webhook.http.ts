import { DomainError } from '../../../shared/domain-error.ts'
import { route } from '../../../shared/http/route.ts'
import { replay } from './replay-range.usecase.ts'
import { loadWebhook } from './webhook.store.ts'
import { toWebhookView, WebhookPath, WebhookView } from './webhook-requests.ts'

/** Replays one webhook, whatever its status, under the same `webhook-id` and from the first try. */
export const replayWebhookRoute = route({
  method: 'POST',
  path: '/channels/subscriptions/{subscriptionId}/deliveries/{deliveryId}/replay',
  scope: 'channels:write',
  summary: 'Replay a webhook',
  params: WebhookPath,
  response: WebhookView,
  success: 200,
  changes: true,
  run: async ({ params, principal: { store }, ifMatch, cause }) => {
    const webhook = await loadWebhook(store, params.deliveryId)
    if (webhook.subscriptionId !== params.subscriptionId)
      throw new DomainError('not-found', 'Webhook not found.')
    ifMatch(webhook.version)
    return toWebhookView(await replay(webhook, cause))
  },
})
