import { asPayload, at, parseExact, textAt } from '../../canonical/exact-json.ts'
import { bodyHash, describeJson, moment, textOr } from '../call.ts'
import type { QueueReceiver } from '../receiver.ts'

/**
 * Amazon sends to a queue into which only its own principal may write; nothing comes over HTTP.
 * `NotificationId` is equal for repeats. Source: Amazon SP-API, "ORDER_CHANGE".
 */
export const amazon: QueueReceiver<'amazon'> = {
  name: 'amazon',
  via: 'queue',
  account: { pattern: /^[A-Z0-9]{2,40}$/, expected: 'a seller id such as A2SELLEREXAMPLE' },
  topics: { body: /^ORDER_CHANGE$/, nothing: /^[A-Z][A-Z_]+$/ },
  accountOf: (body) =>
    textAt(at(asPayload(parseExact(body)), 'Payload', 'OrderChangeNotification'), 'SellerId'),
  describe: (call) =>
    describeJson(call, (payload) => ({
      dedupeKey: textAt(at(payload, 'NotificationMetadata'), 'NotificationId') ?? bodyHash(call),
      topic: textOr(payload, 'unknown', 'NotificationType'),
      resource: `orders/${textAt(at(payload, 'Payload', 'OrderChangeNotification'), 'AmazonOrderId') ?? 'unknown'}`,
      occurredAt: moment(textAt(payload, 'EventTime')),
    })),
}
