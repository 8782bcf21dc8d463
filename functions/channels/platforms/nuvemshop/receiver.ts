import { accountMismatch, describeJson, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { hmac, isSame } from '../signature.ts'

/**
 * Nuvemshop: lower-case hex HMAC-SHA256 of the raw body under the app's client secret. Two changes of one order
 * send the same body, so a repeat cannot be recognised: each call is stored, and the fetched order says what is
 * new. Source: Nuvemshop, "Webhook".
 */
export const nuvemshop: WebhookReceiver<'nuvemshop'> = {
  name: 'nuvemshop',
  via: 'webhook',
  path: '/channels/nuvemshop/{connectionId}',
  account: { pattern: /^\d{1,20}$/, expected: 'the numeric id of a store' },
  topics: {
    fetch:
      /^order\/(?:created|updated|paid|packed|unpacked|fulfilled|cancelled|edited|pending|voided|custom_fields_updated)$/,
    privacy: /^(?:store\/redact|customers\/(?:redact|data_request))$/,
    nothing: /^(?:app|product|category|product_variant|customer|cart|domain|location|fulfillment)\//,
  },
  verify: ({ headers, body }, secret) =>
    isSame(headers['x-linkedstore-hmac-sha256'], hmac(secret, 'hex', body)),
  describe: (call, connection) =>
    describeJson(call, (payload) => {
      const topic = textOr(payload, 'unknown', 'event')
      return {
        dedupeKey: call.requestId,
        topic,
        resource: textOr(payload, 'unknown', 'id'),
        problem: accountMismatch(textOr(payload, 'none', 'store_id'), connection),
      }
    }),
}
