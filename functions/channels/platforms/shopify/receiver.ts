import { hostLabel } from '../account-format.ts'
import { bodyHash, describeJson, moment, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { hmac, isSame } from '../signature.ts'

/**
 * Shopify: base64 HMAC-SHA256 of the raw body under the app's client secret; `X-Shopify-Webhook-Id` is equal
 * for repeats. Source: Shopify, "Verify webhook deliveries".
 */
export const shopify: WebhookReceiver<'shopify'> = {
  name: 'shopify',
  via: 'webhook',
  path: '/channels/shopify/{connectionId}',
  account: {
    pattern: new RegExp(`^${hostLabel}(?:\\.myshopify\\.com)?$`, 'i'),
    expected: 'a shop such as minha-loja.myshopify.com',
  },
  topics: {
    body: /^(?:orders\/(?:create|updated|paid|partially_fulfilled|fulfilled|cancelled)|refunds\/create|fulfillments\/(?:create|update))$/,
    privacy: /^(?:customers\/(?:redact|data_request)|shop\/redact)$/,
    nothing:
      /^(?:app|shop|products|collections|inventory_\w+|carts|checkouts|customers|themes|locations|draft_orders)\//,
  },
  verify: ({ headers, body }, secret) =>
    isSame(headers['x-shopify-hmac-sha256'], hmac(secret, 'base64', body)),
  describe: (call, { account }) =>
    describeJson(call, (payload) => {
      const topic = call.headers['x-shopify-topic'] ?? 'unknown'
      const domain = call.headers['x-shopify-shop-domain']?.toLowerCase()
      const other =
        domain !== undefined &&
        domain !== account.toLowerCase() &&
        domain !== `${account.toLowerCase()}.myshopify.com`
      return {
        dedupeKey: call.headers['x-shopify-webhook-id'] ?? bodyHash(call),
        topic,
        resource: `${topic.split('/')[0]}/${textOr(payload, 'unknown', 'id', 'admin_graphql_api_id')}`,
        occurredAt: moment(call.headers['x-shopify-triggered-at']),
        ...(other
          ? {
              problem: {
                code: 'other-account',
                detail: `Call is about another shop: ${domain}.`,
              },
            }
          : {}),
      }
    }),
}
