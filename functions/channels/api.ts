import { apiHandler } from '../../shared/http/api.ts'
import { changeSecretRoute } from './connections/change-secret.http.ts'
import { connectAccountRoute } from './connections/connect-account.http.ts'
import { listConnectionsRoute } from './connections/list-connections.http.ts'
import { pauseConnectionRoute } from './connections/pause-connection.http.ts'
import { removeConnectionRoute } from './connections/remove-connection.http.ts'
import { resumeConnectionRoute } from './connections/resume-connection.http.ts'
import { getDeliveryRoute } from './deliveries/get-delivery.http.ts'
import { listDeliveriesRoute } from './deliveries/list-deliveries.http.ts'
import { retryDeliveryRoute } from './deliveries/retry-delivery.http.ts'
import { getConnectionRoute } from './polling/get-connection.http.ts'
import { changeSubscriptionRoute } from './webhooks/change-subscription.http.ts'
import { changeSubscriptionSecretRoute } from './webhooks/change-subscription-secret.http.ts'
import { getSubscriptionRoute } from './webhooks/get-subscription.http.ts'
import { listSubscriptionsRoute } from './webhooks/list-subscriptions.http.ts'
import { listWebhooksRoute } from './webhooks/list-webhooks.http.ts'
import { removeSubscriptionRoute } from './webhooks/remove-subscription.http.ts'
import { replayWebhookRoute } from './webhooks/replay-webhook.http.ts'
import { replayWebhooksRoute } from './webhooks/replay-webhooks.http.ts'
import { subscribeRoute } from './webhooks/subscribe.http.ts'

export const routes = [
  connectAccountRoute,
  listConnectionsRoute,
  getConnectionRoute,
  changeSecretRoute,
  pauseConnectionRoute,
  resumeConnectionRoute,
  removeConnectionRoute,
  listDeliveriesRoute,
  getDeliveryRoute,
  retryDeliveryRoute,
  subscribeRoute,
  listSubscriptionsRoute,
  getSubscriptionRoute,
  changeSubscriptionRoute,
  changeSubscriptionSecretRoute,
  listWebhooksRoute,
  replayWebhookRoute,
  replayWebhooksRoute,
  removeSubscriptionRoute,
]

export const handler = apiHandler(routes)
