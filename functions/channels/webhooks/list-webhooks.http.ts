import { route } from '../../../shared/http/route.ts'
import { loadSubscription } from './subscription.store.ts'
import { SubscriptionPath } from './subscription-requests.ts'
import { listWebhooks } from './webhook.store.ts'
import { ListWebhooksQuery, toWebhookView, WebhookList } from './webhook-requests.ts'

/** Lists the webhooks of a subscription with the outcome of each try, the newest events first. */
export const listWebhooksRoute = route({
  method: 'GET',
  path: '/channels/subscriptions/{subscriptionId}/deliveries',
  scope: 'channels:read',
  summary: 'List the webhooks of a subscription',
  params: SubscriptionPath,
  query: ListWebhooksQuery,
  response: WebhookList,
  success: 200,
  run: async ({ params, query: { status, limit }, principal, cursor }) => {
    const { store, id } = await loadSubscription(principal.store, params.subscriptionId)
    const after = await cursor.open()
    const page = await listWebhooks(
      store,
      id,
      { after, limit },
      (webhook) => status === undefined || webhook.status === status,
    )
    const nextCursor = await cursor.sign(page.next)
    return { items: page.items.map(toWebhookView), ...(nextCursor === undefined ? {} : { nextCursor }) }
  },
})
