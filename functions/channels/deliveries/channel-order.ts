import {
  type ChannelClaimSnapshot,
  type ChannelOrderSnapshot,
  type ChannelQuestionSnapshot,
  channelClaimChanged,
  channelOrderChanged,
  channelOrderImported,
  channelQuestionAsked,
} from '../../../events/channels/channel-events.ts'
import {
  type CanonicalOrder,
  channelStatuses,
  type Unknown,
} from '../../../events/channels/channel-schema.ts'
import type { Decision } from '../../../shared/decision.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { Fact } from '../canonical/canonical.ts'
import type { Connection } from '../connections/connection.ts'

export type ChannelOrder = ChannelOrderSnapshot
export type ChannelClaim = ChannelClaimSnapshot
export type ChannelQuestion = ChannelQuestionSnapshot

/**
 * The source of a fact: the connection, the delivery that holds it, and the parts of it that are not mapped.
 */
export interface Source {
  readonly connection: Pick<Connection, 'id' | 'store' | 'platform' | 'channel'>
  readonly raw: string
  readonly unknown: readonly Unknown[]
}

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>
export type OrderFact = FactOf<'order' | 'shipment' | 'refund' | 'cancellation' | 'payment' | 'deadlines'>

export const externalIdOf = (fact: OrderFact): string =>
  fact.kind === 'order' ? fact.order.externalId : fact.externalId

/**
 * Applies an order fact, whole or in part. Facts may arrive late, twice and in any order with the same result:
 * of each part the newest version wins, and an older or equal one changes nothing.
 */
export function applyOrderFact(
  current: ChannelOrder | undefined,
  id: string,
  fact: OrderFact,
  source: Source,
): Decision<ChannelOrder> {
  const before = current ?? emptyOrder(id, externalIdOf(fact), source)
  const after = withFact(before, fact, source)
  if (after === before) return { next: before, events: [] }
  const event = before.version === 0 ? channelOrderImported : channelOrderChanged
  return {
    next: { ...after, version: before.version + 1 },
    events: [event.happened({ externalId: after.externalId })],
  }
}

const emptyOrder = (id: string, externalId: string, { connection, raw, unknown }: Source): ChannelOrder => ({
  ...originOf(id, externalId, { connection, raw, unknown }),
  version: 0,
  parts: {},
})

const originOf = (id: string, externalId: string, { connection, raw, unknown }: Source) => ({
  id,
  store: connection.store,
  connectionId: connection.id,
  platform: connection.platform,
  channel: connection.channel,
  externalId,
  raw,
  unknown: [...unknown],
})

function withFact(state: ChannelOrder, fact: OrderFact, { raw, unknown }: Source): ChannelOrder {
  if (fact.kind === 'order') {
    if (!isNewerOrder(fact.order, state.order)) return state
    return { ...state, order: fact.order, raw, unknown: [...unknown] }
  }
  const { parts } = state
  switch (fact.kind) {
    case 'cancellation': {
      const cancellation = newer(parts.cancellation, { value: fact.cancellation, updatedAt: fact.updatedAt })
      return cancellation === undefined ? state : { ...state, parts: { ...parts, cancellation } }
    }
    case 'deadlines': {
      const deadlines = newer(parts.deadlines, { value: fact.deadlines, updatedAt: fact.updatedAt })
      return deadlines === undefined ? state : { ...state, parts: { ...parts, deadlines } }
    }
    case 'shipment': {
      const shipments = withPart(parts.shipments, fact.shipment.externalId ?? '-', fact.shipment, fact)
      return shipments === undefined ? state : { ...state, parts: { ...parts, shipments } }
    }
    case 'refund': {
      const refunds = withPart(parts.refunds, fact.refund.externalId, fact.refund, fact)
      return refunds === undefined ? state : { ...state, parts: { ...parts, refunds } }
    }
    case 'payment': {
      const payments = withPart(parts.payments, fact.payment.reference ?? '-', fact.payment, fact)
      return payments === undefined ? state : { ...state, parts: { ...parts, payments } }
    }
  }
}

/**
 * True when an order is newer. Platforms with timestamps in seconds may send two versions of one second: then
 * the one further on wins, and of two equally far the same one always.
 */
function isNewerOrder(next: CanonicalOrder, current: CanonicalOrder | undefined): boolean {
  if (current === undefined) return true
  return compare(rankOf(next), rankOf(current)) > 0
}

const rankOf = (order: CanonicalOrder): readonly string[] => [
  order.updatedAt,
  String(channelStatuses.indexOf(order.status)),
  contentHash(order),
]

interface Part<T> {
  readonly value: T
  readonly updatedAt: string
}

/** The part when it is newer than the current one. */
function newer<T>(current: Part<T> | undefined, next: Part<T>): Part<T> | undefined {
  if (current === undefined) return next
  const rank = ({ updatedAt, value }: Part<T>) => [updatedAt, contentHash(value)]
  return compare(rank(next), rank(current)) > 0 ? next : undefined
}

function withPart<T>(
  current: Readonly<Record<string, Part<T>>> | undefined,
  name: string,
  value: T,
  { updatedAt }: { readonly updatedAt: string },
): Record<string, Part<T>> | undefined {
  const part = newer(current?.[name], { value, updatedAt })
  return part === undefined ? undefined : { ...current, [name]: part }
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [n, part] of one.entries()) {
    const otherPart = other[n] ?? ''
    if (part !== otherPart) return part < otherPart ? -1 : 1
  }
  return 0
}

/** Equal for equal content, whatever the order of its fields. */
const contentHash = (value: unknown): string => fingerprint(JSON.stringify(value, sorted))

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Applies a claim or a return; the newest version wins. */
export function applyClaim(
  current: ChannelClaim | undefined,
  id: string,
  { claim }: FactOf<'claim'>,
  source: Source,
): Decision<ChannelClaim> {
  const { updatedAt, externalId } = claim
  if (
    current !== undefined &&
    newer({ value: current.claim, updatedAt: current.claim.updatedAt }, { value: claim, updatedAt }) ===
      undefined
  )
    return { next: current, events: [] }
  return {
    next: { ...originOf(id, externalId, source), claim, version: (current?.version ?? 0) + 1 },
    events: [channelClaimChanged.happened({ externalId })],
  }
}

/** Applies a question; the newest version wins. */
export function applyQuestion(
  current: ChannelQuestion | undefined,
  id: string,
  { question }: FactOf<'question'>,
  source: Source,
): Decision<ChannelQuestion> {
  const { updatedAt, externalId } = question
  if (
    current !== undefined &&
    newer(
      { value: current.question, updatedAt: current.question.updatedAt },
      { value: question, updatedAt },
    ) === undefined
  )
    return { next: current, events: [] }
  return {
    next: { ...originOf(id, externalId, source), question, version: (current?.version ?? 0) + 1 },
    events: [channelQuestionAsked.happened({ externalId })],
  }
}
