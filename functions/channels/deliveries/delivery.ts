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

/** The id of a delivery: the same for each repeat of it. */
export const deliveryId = (connection: Pick<Connection, 'id'>, dedupeKey: string): string =>
  derivedId('del', connection.id, dedupeKey)

/** Takes a proven call in. */
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

/** Notes that a delivery was worked on, with what in it nobody knows. Tells nobody: what it led to does. */
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

/** Notes that a delivery says nothing that anybody here needs. Tells nobody. */
export const markIgnored = (delivery: Delivery, reason: Reason, now: string): DeliveryDecision =>
  withoutEvents(delivery, { state: 'ignored', reason: cleanReason(reason) }, now)

/** Sets a delivery aside for somebody to look at, with the reason. */
export function park(delivery: Delivery, problem: Reason, now: string): DeliveryDecision {
  const reason = cleanReason(problem)
  const { next } = withoutEvents(delivery, { state: 'parked', reason }, now)
  return { next, events: [deliveryParked.happened(reason)] }
}

/** Has a parked or ignored delivery worked on again. One that waits already stays as it is. Error: `illegal-transition`. */
export function retry(delivery: Delivery): DeliveryDecision {
  if (delivery.state === 'received') return { next: delivery, events: [] }
  if (delivery.state === 'processed')
    throw new DomainError(
      'illegal-transition',
      'a delivery is expected that is parked or ignored; this one was processed',
    )
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

/** Text from outside, as the schema takes it: on one line, never empty, cut to a length. */
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
