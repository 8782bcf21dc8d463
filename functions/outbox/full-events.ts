import type { AttributeValue } from 'aws-lambda'
import type { FiledEvent, OutboxRecord } from '../../shared/table/aggregate.ts'
import { unpack } from '../../shared/table/packed.ts'

/** The events of one new version: where they are filed, and the slice that tells them. */
export interface VersionEvents {
  readonly pk: string
  readonly slice: string
  /** The record by whose key they are sealed, where personal data is in them. */
  readonly record?: string | undefined
  /** When the table drops them, in seconds since 1970; absent where they stay. */
  readonly ttl?: number | undefined
  readonly events: readonly FiledEvent[]
}

/** The version of every event's shape; another shape will be another event beside it. */
const shapeVersion = 1

/**
 * Makes the full events of a stream image: what happened, who caused it, and the state after it. The ids derive from
 * aggregate, version and place, so a record read again makes the very same events.
 * Error: when the image is not a version that the suite wrote.
 */
export function fullEvents(image: Readonly<Record<string, AttributeValue>>): VersionEvents {
  const [pk, slice, version] = [image['pk']?.S, image['outbox']?.S, Number(image['version']?.N)]
  if (pk === undefined || slice === undefined || !Number.isInteger(version)) {
    throw new Error('an image with pk, outbox and version is expected')
  }
  const told = open(image, 'happened') as OutboxRecord
  const snapshot = open(image, 'state') as FiledEvent['snapshot']
  const events = told.events.map(({ type, data }, place) => ({
    id: `${told.id}.${version}.${place}`,
    type,
    version: shapeVersion,
    store: String(snapshot['store']),
    occurredAt: told.at,
    aggregate: { type: told.type, id: told.id, version },
    ...told.cause,
    data,
    snapshot,
  }))
  const ttl = image['ttl']?.N
  return { pk, slice, record: told.record, ...(ttl === undefined ? {} : { ttl: Number(ttl) }), events }
}

function open(image: Readonly<Record<string, AttributeValue>>, attribute: string): unknown {
  const packed = image[attribute]?.B
  if (packed === undefined) throw new Error(`an image with ${attribute} is expected`)
  return unpack(Buffer.from(packed, 'base64'))
}
