import { bodyHash, describeJson, moment, type Receiver, textOr } from '../call.ts'
import { hmac, isSame } from '../signature.ts'

/**
 * WooCommerce: base64 HMAC-SHA256 of the raw body under the webhook's secret. Its delivery ids collide, so a repeat is
 * known by topic and body, which hold the resource and `date_modified_gmt`. Saving a webhook sends an unsigned form
 * `webhook_id=N`, which must get 200. Source: WooCommerce, `class-wc-webhook.php`.
 */
export const woocommerce: Receiver = {
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
    unproven: true,
  },
}
