import {
  type DeliverySnapshot,
  deliveryParked,
  deliveryReceived,
  deliveryRetried,
} from '../../../events/channels/channel-events.ts'
import type { Unknown } from '../../../events/channels/channel-schema.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { derivedId } from '../../../shared/ids.ts'
import type { Connection } from '../connections/connection.ts'
import type { CallDescription, Reason } from '../platforms/call.ts'

export type Delivery = DeliverySnapshot
type DeliveryDecision = Decision<Delivery>

/** The id of a delivery: equal for each repeat of the call. */
export const deliveryId = (connection: Pick<Connection, 'id'>, dedupeKey: string): string =>
  derivedId('del', connection.id, dedupeKey)

/** Receives a verified call. */
export function receive(connection: Connection, described: CallDescription, now: string): DeliveryDecision {
  const { dedupeKey, topic, resource, occurredAt, polled, problem } = described
  const received: Delivery = {
    id: deliveryId(connection, dedupeKey),
    store: connection.store,
    version: 1,
    connectionId: connection.id,
    platform: connection.platform,
    channel: connection.channel,
    state: 'received',
    topic: clean(topic, 120),
    resource: clean(resource, 300),
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(polled === true ? { polled: polled } : {}),
    receivedAt: now,
  }
  if (problem === undefined) return { next: received, events: [deliveryReceived.happened({})] }
  const reason = cleanReason(problem)
  return {
    next: { ...received, state: 'parked', reason, settledAt: now },
    events: [deliveryParked.happened(reason)],
  }
}

/** Marks a delivery as processed, with the parts that are not mapped. Publishes no event: its results do. */
export const markProcessed = (
  delivery: Delivery,
  unknown: readonly Unknown[],
  now: string,
): DeliveryDecision =>
  withoutEvents(
    delivery,
    { state: 'processed', ...(unknown.length === 0 ? {} : { unknown: [...unknown] }) },
    now,
  )

/** Marks a delivery as not needed. Publishes no event. */
export const markIgnored = (delivery: Delivery, reason: Reason, now: string): DeliveryDecision =>
  withoutEvents(delivery, { state: 'ignored', reason: cleanReason(reason) }, now)

/** Parks a delivery for an analyst, with the reason. */
export function park(delivery: Delivery, problem: Reason, now: string): DeliveryDecision {
  const reason = cleanReason(problem)
  const { next } = withoutEvents(delivery, { state: 'parked', reason }, now)
  return { next, events: [deliveryParked.happened(reason)] }
}

/**
 * Retries a parked or ignored delivery; one that waits already stays unchanged. Error: `illegal-transition`.
 */
export function retry(delivery: Delivery): DeliveryDecision {
  if (delivery.state === 'received') return { next: delivery, events: [] }
  if (delivery.state === 'processed')
    throw new DomainError('illegal-transition', 'Delivery is already processed.')
  const { reason: _, settledAt: __, ...rest } = delivery
  const retries = (delivery.retries ?? 0) + 1
  return {
    next: { ...rest, state: 'received', version: delivery.version + 1, retries },
    events: [deliveryRetried.happened({})],
  }
}

function withoutEvents(
  delivery: Delivery,
  outcome: Pick<Delivery, 'state' | 'reason' | 'unknown'>,
  now: string,
): DeliveryDecision {
  const { reason: _, unknown: __, ...rest } = delivery
  return { next: { ...rest, ...outcome, settledAt: now, version: delivery.version + 1 }, events: [] }
}

const cleanReason = ({ code, detail }: Reason): Reason => ({
  code: clean(code, 60),
  detail: clean(detail, 500),
})

/** External text as the schema accepts it: on one line, never empty, cut to a length. */
function clean(value: string, most: number): string {
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .normalize('NFC')
    .trim()
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
  return line === '' ? '-' : line
}
