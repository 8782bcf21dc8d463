import type { EnvelopeHeader } from '../../events/envelope.ts'
import type { AggregateState, Cause, Decision, Happened } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { pack, unpack } from './packed.ts'

/** Where an aggregate stands in the sparse indexes; an index left out is one that it leaves. */
export interface IndexKeys {
  readonly gsi1pk?: string
  readonly gsi1sk?: string
  readonly gsi2pk?: string
  readonly gsi2sk?: string
}

/** One kind of aggregate: how its items are named and indexed. */
export interface AggregateKind<S extends AggregateState> {
  /** Stands in the key, such as `ORDER`; also the sort key of the newest version. */
  readonly name: string
  /** The slice that owns it and whose events it tells, such as `orders`. */
  readonly slice: string
  /** Names it in the envelope of its events, such as `order`. */
  readonly type: string
  readonly index?: (state: S) => IndexKeys
  /** When the table may drop it by itself (UTC ISO-8601); never when left out. Its history, if any, stays. */
  readonly keptUntil?: (state: S) => string
}

/** What an aggregate's item says happened in its version. */
export interface Told {
  readonly type: string
  readonly id: string
  readonly at: string
  readonly cause: Cause
  readonly events: readonly Happened[]
}

/** The most that one version may weigh as JSON: with its envelope it must fit a bus entry (256 KB). */
const maxEventBytes = 200_000

/** Partition key of an aggregate's items: its newest version and its history. */
export const aggregateKey = (kind: string, store: string, id: string): string => `S#${store}#${kind}#${id}`

/** The item of a decided version, ready to be put. */
export function toItem<S extends AggregateState>(
  kind: AggregateKind<S>,
  decision: Decision<S>,
  cause: Cause,
  at: string,
) {
  const { next, events } = decision
  const told: Told = { type: kind.type, id: next.id, at, cause, events }
  const bytes = Buffer.byteLength(JSON.stringify(next)) + Buffer.byteLength(JSON.stringify(events))
  if (bytes > maxEventBytes) {
    throw new DomainError(
      'event-too-large',
      `a change may weigh ${maxEventBytes} bytes at most; this one weighs ${bytes}`,
    )
  }
  return {
    pk: aggregateKey(kind.name, next.store, next.id),
    sk: kind.name,
    version: next.version,
    state: pack(next),
    ...(events.length > 0 ? { outbox: kind.slice, happened: pack(told) } : {}),
    ...kind.index?.(next),
    ...(kind.keptUntil === undefined ? {} : { ttl: Math.floor(Date.parse(kind.keptUntil(next)) / 1000) }),
  }
}

/** The state inside an item's packed attribute. */
export const stateOf = <S extends AggregateState>(packed: Uint8Array): S => unpack(packed) as S

/** An event as it is filed under its aggregate: the envelope with what happened and the state after it. */
export interface FiledEvent extends EnvelopeHeader {
  readonly data: Readonly<Record<string, unknown>>
  readonly snapshot: Readonly<Record<string, unknown>>
}

/** Sort key of a filed event: in order of version, then of place within the version. */
export const historySort = (version: number, place: number): string =>
  `EVENT#${String(version).padStart(9, '0')}#${String(place).padStart(3, '0')}`

/** The version of which an event filed under this sort key tells. */
export const versionFiledAt = (sort: string): number => Number(sort.split('#')[1])
