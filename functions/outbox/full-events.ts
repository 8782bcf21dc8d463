import type { AttributeValue } from 'aws-lambda'
import type { FiledEvent, OutboxRecord } from '../../shared/table/aggregate.ts'
import { unpack } from '../../shared/table/packed.ts'

/** The events of one new version: the aggregate whose history stores them, and the slice that publishes them. */
export interface VersionEvents {
  readonly pk: string
  readonly slice: string
  /** The record whose key seals them, if they contain personal data. */
  readonly record?: string | undefined
  /** When the table drops them, in seconds since 1970; absent if never. */
  readonly ttl?: number | undefined
  readonly events: readonly FiledEvent[]
}

/** The version of every event's shape; another shape is another event. */
const shapeVersion = 1

/**
 * Makes the full events of a stream image: what happened, who caused it, and the state after it. Ids derive from aggregate,
 * version and position, so a record read again makes the same events.
 * Error: the image is not a version that the suite wrote.
 */
export function fullEvents(image: Readonly<Record<string, AttributeValue>>): VersionEvents {
  const [pk, slice, version] = [image['pk']?.S, image['outbox']?.S, Number(image['version']?.N)]
  if (pk === undefined || slice === undefined || !Number.isInteger(version)) {
    throw new Error('Stream image has no pk, outbox or version.')
  }
  const outboxRecord = open(image, 'happened') as OutboxRecord
  const snapshot = open(image, 'state') as FiledEvent['snapshot']
  const events = outboxRecord.events.map(({ type, data }, place) => ({
    id: `${outboxRecord.id}.${version}.${place}`,
    type,
    version: shapeVersion,
    store: String(snapshot['store']),
    occurredAt: outboxRecord.at,
    aggregate: { type: outboxRecord.type, id: outboxRecord.id, version },
    ...outboxRecord.cause,
    data,
    snapshot,
  }))
  const ttl = image['ttl']?.N
  return {
    pk,
    slice,
    record: outboxRecord.record,
    ...(ttl === undefined ? {} : { ttl: Number(ttl) }),
    events,
  }
}

function open(image: Readonly<Record<string, AttributeValue>>, attribute: string): unknown {
  const packed = image[attribute]?.B
  if (packed === undefined) throw new Error(`Stream image has no ${attribute}.`)
  return unpack(Buffer.from(packed, 'base64'))
}
