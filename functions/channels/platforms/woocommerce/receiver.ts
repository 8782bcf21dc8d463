import { hostLabel } from '../account-format.ts'
import { bodyHash, describeJson, moment, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { hmac, isSame } from '../signature.ts'

/**
 * WooCommerce: base64 HMAC-SHA256 of the raw body under the webhook's secret. Its delivery ids collide, so a
 * repeat is recognised by topic and body, which hold the resource and `date_modified_gmt`. Saving a webhook
 * sends an unsigned form `webhook_id=N`, which must get 200. Source: WooCommerce, `class-wc-webhook.php`.
 */
export const woocommerce: WebhookReceiver<'woocommerce'> = {
  name: 'woocommerce',
  via: 'webhook',
  path: '/channels/woocommerce/{connectionId}',
  account: {
    // A public name: at least two labels, of which the last is no number, so it is no address.
    pattern: new RegExp(`^(?:${hostLabel}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`, 'i'),
    expected: 'the public host name of a shop',
  },
  topics: {
    body: /^order\.(?:created|updated|restored|deleted)$/,
    nothing: /^(?:coupon|customer|product|action)\./,
  },
  verify: ({ headers, body }, secret) =>
    isSame(headers['x-wc-webhook-signature'], hmac(secret, 'base64', body)),
  describe: (call) =>
    describeJson(call, (payload) => {
      const topic = call.headers['x-wc-webhook-topic'] ?? 'unknown'
      const modified = textOr(payload, '', 'date_modified_gmt')
      return {
        dedupeKey: `${topic}:${bodyHash(call)}`,
        topic,
        resource: `${call.headers['x-wc-webhook-resource'] ?? topic.split('.')[0]}/${textOr(payload, 'unknown', 'id')}`,
        occurredAt: moment(modified === '' ? undefined : `${modified}Z`),
      }
    }),
  ping: {
    is: ({ headers, body }) =>
      headers['x-wc-webhook-signature'] === undefined &&
      body.length <= 64 &&
      /^webhook_id=\d+$/.test(body.toString('latin1')),
    unsigned: true,
  },
}
