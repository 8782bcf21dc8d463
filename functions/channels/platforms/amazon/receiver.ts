import { at, textAt } from '../../canonical/exact-json.ts'
import { bodyHash, describeJson, moment, type Receiver, textOr } from '../call.ts'

/**
 * Amazon sends to a queue of ours into which only its own principal may put: that is the proof, and nothing comes over
 * HTTP. `NotificationId` is the same for each repeat. Source: Amazon SP-API, "ORDER_CHANGE".
 */
export const amazon: Receiver = {
  verify: () => false,
  describe: (call) =>
    describeJson(call, (payload) => ({
      dedupeKey: textAt(at(payload, 'NotificationMetadata'), 'NotificationId') ?? bodyHash(call),
      topic: textOr(payload, 'unknown', 'NotificationType'),
      resource: `orders/${textAt(at(payload, 'Payload', 'OrderChangeNotification'), 'AmazonOrderId') ?? 'unknown'}`,
      occurredAt: moment(textAt(payload, 'EventTime')),
    })),
}
