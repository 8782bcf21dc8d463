import { apiHandler } from '../../shared/http/api.ts'
import { changeSecretRoute } from './change-secret.http.ts'
import { changeSubscriptionRoute } from './change-subscription.http.ts'
import { changeSubscriptionSecretRoute } from './change-subscription-secret.http.ts'
import { connectAccountRoute } from './connect-account.http.ts'
import { getConnectionRoute } from './get-connection.http.ts'
import { getDeliveryRoute } from './get-delivery.http.ts'
import { getSubscriptionRoute } from './get-subscription.http.ts'
import { listConnectionsRoute } from './list-connections.http.ts'
import { listDeliveriesRoute } from './list-deliveries.http.ts'
import { listSubscriptionsRoute } from './list-subscriptions.http.ts'
import { listWebhooksRoute } from './list-webhooks.http.ts'
import { pauseConnectionRoute } from './pause-connection.http.ts'
import { removeConnectionRoute } from './remove-connection.http.ts'
import { removeSubscriptionRoute } from './remove-subscription.http.ts'
import { replayWebhookRoute } from './replay-webhook.http.ts'
import { replayWebhooksRoute } from './replay-webhooks.http.ts'
import { resumeConnectionRoute } from './resume-connection.http.ts'
import { retryDeliveryRoute } from './retry-delivery.http.ts'
import { subscribeRoute } from './subscribe.http.ts'

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
