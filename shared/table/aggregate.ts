import type { EnvelopeHeader } from '../../events/envelope.ts'
import type { AggregateState, Cause, Decision, Happened } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { dropTime, type RetentionClass } from '../retention.ts'
import { itemKey, type KindName, type PartitionKey } from './keys.ts'
import { pack, unpack } from './packed.ts'

/** An aggregate's keys in the sparse indexes; it leaves an index without keys. */
export interface IndexKeys {
  readonly gsi1pk?: PartitionKey
  readonly gsi1sk?: string
  readonly gsi2pk?: PartitionKey
  readonly gsi2sk?: string
}

/** One kind of aggregate: how its items are named and indexed. */
export interface AggregateKind<S extends AggregateState> {
  /** Part of the key, such as `ORDER`; also the sort key of the newest version. */
  readonly name: KindName
  /** The slice that owns it and publishes its events, such as `orders`. */
  readonly slice: string
  /** Its name in the envelope of its events, such as `order`. */
  readonly type: string
  readonly index?: (state: S) => IndexKeys
  /** Its class of data, which sets how long it is stored. */
  readonly retention: RetentionClass | ((state: S) => RetentionClass)
  /** When the table drops it (UTC ISO-8601), if not at the time that its class sets. */
  readonly retainUntil?: (state: S) => string | undefined
  /**
   * The record, such as an order, whose key seals the events: deleting the key erases them. Left out, or undefined for a
   * state, without personal data.
   */
  readonly personal?: (state: S) => string | undefined
}

/** The events of one version, as the aggregate's item stores them for the relay. */
export interface OutboxRecord {
  readonly type: string
  readonly id: string
  readonly at: string
  readonly cause: Cause
  /** The record whose key seals the events; absent without personal data. */
  readonly record?: string
  readonly events: readonly Happened[]
}

/** Most bytes of one version as JSON: with its envelope it must fit into a bus entry (256 KB). */
const maxEventBytes = 200_000

/** The item of an aggregate's next version, ready to be written. */
export function toItem<S extends AggregateState>(
  kind: AggregateKind<S>,
  decision: Decision<S>,
  cause: Cause,
  at: string,
) {
  const { next, events } = decision
  const record = kind.personal?.(next)
  const sealed = record === undefined ? {} : { record }
  const outboxRecord: OutboxRecord = { type: kind.type, id: next.id, at, cause, ...sealed, events }
  const bytes = Buffer.byteLength(JSON.stringify(next)) + Buffer.byteLength(JSON.stringify(events))
  if (bytes > maxEventBytes) {
    throw new DomainError(
      'event-too-large',
      `Change has ${bytes} bytes; at most ${maxEventBytes} are allowed.`,
    )
  }
  const ttl = dropTimeOf(kind, next, at)
  return {
    pk: itemKey(kind.name, next.store, next.id),
    sk: kind.name,
    version: next.version,
    state: pack(next),
    ...(events.length > 0 ? { outbox: kind.slice, happened: pack(outboxRecord) } : {}),
    ...kind.index?.(next),
    ...(ttl === undefined ? {} : { ttl }),
  }
}

function dropTimeOf<S extends AggregateState>(
  { retention, retainUntil }: AggregateKind<S>,
  state: S,
  at: string,
) {
  const until = retainUntil?.(state)
  if (until !== undefined) return Math.floor(Date.parse(until) / 1000)
  return dropTime(typeof retention === 'function' ? retention(state) : retention, at)
}

/** The state inside an item's packed attribute. */
export const stateOf = <S extends AggregateState>(packed: Uint8Array): S => unpack(packed) as S

/** An event in its aggregate's history: the envelope, the data, and the state after it. */
export interface FiledEvent extends EnvelopeHeader {
  /** Data and snapshot were erased with the person's data: both are empty. */
  readonly erased?: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly snapshot: Readonly<Record<string, unknown>>
}
