import type { EnvelopeHeader } from '../../events/envelope.ts'
import type { AggregateState, Cause, Decision, Happened } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { dropTime, type RetentionClass } from '../retention.ts'
import { itemKey, type KindName, type PartitionKey } from './keys.ts'
import { pack, unpack } from './packed.ts'

/** Where an aggregate stands in the sparse indexes; an index left out is one that it leaves. */
export interface IndexKeys {
  readonly gsi1pk?: PartitionKey
  readonly gsi1sk?: string
  readonly gsi2pk?: PartitionKey
  readonly gsi2sk?: string
}

/** One kind of aggregate: how its items are named and indexed. */
export interface AggregateKind<S extends AggregateState> {
  /** Stands in the key, such as `ORDER`; also the sort key of the newest version. */
  readonly name: KindName
  /** The slice that owns it and whose events it tells, such as `orders`. */
  readonly slice: string
  /** Names it in the envelope of its events, such as `order`. */
  readonly type: string
  readonly index?: (state: S) => IndexKeys
  /** The class of data that it is: it says how long it is kept. */
  readonly retention: RetentionClass | ((state: S) => RetentionClass)
  /** When the table may drop it by itself (UTC ISO-8601), where that is another time than its class says. */
  readonly keptUntil?: (state: S) => string | undefined
  /**
   * Where personal data is in it: the record, such as an order, under whose key its events are filed, so that they are
   * gone when that key is forgotten. Left out, or nothing for a state, where there is none, or none any more.
   */
  readonly personal?: (state: S) => string | undefined
}

/** What an aggregate's item says happened in its version. */
export interface OutboxRecord {
  readonly type: string
  readonly id: string
  readonly at: string
  readonly cause: Cause
  /** The record whose key its events are sealed by; absent where nothing personal is in them. */
  readonly record?: string
  readonly events: readonly Happened[]
}

/** The most that one version may weigh as JSON: with its envelope it must fit a bus entry (256 KB). */
const maxEventBytes = 200_000

/** The item of a decided version, ready to be put. */
export function toItem<S extends AggregateState>(
  kind: AggregateKind<S>,
  decision: Decision<S>,
  cause: Cause,
  at: string,
) {
  const { next, events } = decision
  const record = kind.personal?.(next)
  const sealed = record === undefined ? {} : { record }
  const told: OutboxRecord = { type: kind.type, id: next.id, at, cause, ...sealed, events }
  const bytes = Buffer.byteLength(JSON.stringify(next)) + Buffer.byteLength(JSON.stringify(events))
  if (bytes > maxEventBytes) {
    throw new DomainError(
      'event-too-large',
      `a change may weigh ${maxEventBytes} bytes at most; this one weighs ${bytes}`,
    )
  }
  const ttl = dropTimeOf(kind, next, at)
  return {
    pk: itemKey(kind.name, next.store, next.id),
    sk: kind.name,
    version: next.version,
    state: pack(next),
    ...(events.length > 0 ? { outbox: kind.slice, happened: pack(told) } : {}),
    ...kind.index?.(next),
    ...(ttl === undefined ? {} : { ttl }),
  }
}

function dropTimeOf<S extends AggregateState>(
  { retention: keeps, keptUntil }: AggregateKind<S>,
  state: S,
  at: string,
) {
  const until = keptUntil?.(state)
  if (until !== undefined) return Math.floor(Date.parse(until) / 1000)
  return dropTime(typeof keeps === 'function' ? keeps(state) : keeps, at)
}

/** The state inside an item's packed attribute. */
export const stateOf = <S extends AggregateState>(packed: Uint8Array): S => unpack(packed) as S

/** An event as it is filed under its aggregate: the envelope with what happened and the state after it. */
export interface FiledEvent extends EnvelopeHeader {
  /** What happened and the state were erased with the person whom they were about: both are empty. */
  readonly erased?: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly snapshot: Readonly<Record<string, unknown>>
}
