import { at, textAt } from '../../canonical/exact-json.ts'
import { accountMismatch, bodyHash, describeJson, textOr } from '../call.ts'
import type { WebhookReceiver } from '../receiver.ts'
import { hmac, isSame } from '../signature.ts'

/**
 * Shopee: `Authorization` is the lower-case hex HMAC-SHA256 of `callback URL|raw body` under the partner key.
 * The URL is the called one unless the connection's setting `callback-url` names another. There is no event id.
 * Source: Shopee Open Platform, "Push mechanism".
 */
export const shopee: WebhookReceiver<'shopee'> = {
  name: 'shopee',
  via: 'webhook',
  path: '/channels/shopee/{connectionId}',
  account: { pattern: /^\d{1,20}$/, expected: 'the numeric id of a shop' },
  topics: { body: /^code-[34]$/, nothing: /^code-(?:[0125-9]|1\d|2\d)$/ },
  verify: ({ headers, body, url }, secret, { settings }) =>
    isSame(headers['authorization'], hmac(secret, 'hex', `${settings['callback-url'] ?? url}|`, body)),
  describe: (call, connection) =>
    describeJson(call, (payload) => {
      const seconds = textOr(payload, '', 'timestamp')
      return {
        dedupeKey: bodyHash(call),
        topic: `code-${textOr(payload, 'unknown', 'code')}`,
        resource: `orders/${textAt(at(payload, 'data'), 'ordersn') ?? 'unknown'}`,
        occurredAt: /^\d{9,11}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : undefined,
        problem: accountMismatch(textOr(payload, 'none', 'shop_id'), connection),
      }
    }),
}
