import type { AggregateState, Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { derivedId } from '../../../shared/ids.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import type { AggregateKind, IndexKeys } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { listEach } from '../../../shared/table/list.store.ts'
import { find, findTogether } from '../../../shared/table/load.store.ts'
import type { Fact } from '../canonical/canonical.ts'
import {
  claimErasure,
  type ErasureRule,
  erase,
  orderErasure,
  questionErasure,
  staysErased,
} from './channel-fact-erasure.ts'
import {
  applyClaim,
  applyOrderFact,
  applyQuestion,
  type ChannelClaim,
  type ChannelOrder,
  type ChannelQuestion,
  externalIdOf,
  type Source,
} from './channel-order.ts'

/** The id that a channel's order has, or would have, in the suite. */
const orderOf = (
  { store, channel }: Pick<ChannelOrder, 'store' | 'channel'>,
  externalId: string | undefined,
): string | undefined => (externalId === undefined ? undefined : orderIdOf(store, channel, externalId))

export const channelOrders: AggregateKind<ChannelOrder> = {
  name: 'CHANNEL-ORDER',
  slice: 'channels',
  type: 'channel-order',
  retention: 'sale',
  personal: (record) => (orderErasure.isErased(record) ? undefined : orderOf(record, record.externalId)),
}

/** `gsi1`: the claims about an order. */
export const channelClaims: AggregateKind<ChannelClaim> = {
  name: 'CHANNEL-CLAIM',
  slice: 'channels',
  type: 'channel-claim',
  retention: 'sale',
  personal: (record) =>
    claimErasure.isErased(record) ? undefined : (orderOf(record, record.claim.orderExternalId) ?? record.id),
  index: (record) => indexKeysOf(lists.claimsOfOrder, record, record.claim.orderExternalId),
}

/** `gsi1`: the questions about an order. */
export const channelQuestions: AggregateKind<ChannelQuestion> = {
  name: 'CHANNEL-QUESTION',
  slice: 'channels',
  type: 'channel-question',
  retention: 'correspondence',
  personal: (record) =>
    questionErasure.isErased(record)
      ? undefined
      : (orderOf(record, record.question.orderExternalId) ?? record.id),
  index: (record) => indexKeysOf(lists.questionsOfOrder, record, record.question.orderExternalId),
}

function indexKeysOf(
  of: typeof lists.claimsOfOrder | typeof lists.questionsOfOrder,
  record: ChannelClaim | ChannelQuestion,
  externalId: string | undefined,
): IndexKeys {
  const orderId = orderOf(record, externalId)
  return orderId === undefined ? {} : { gsi1pk: of.partition(record.store, orderId), gsi1sk: record.id }
}

/** The channel's order of each sale, in the same order; undefined where there is none. */
export const findChannelOrders = (
  store: string,
  sales: readonly { readonly channel: string; readonly externalId: string }[],
): Promise<(ChannelOrder | undefined)[]> =>
  findTogether(
    store,
    sales.map(({ channel, externalId }) => ({
      kind: channelOrders,
      id: channelOrderId(store, channel, externalId),
    })),
  )

/** Erases the person from a record. Publishes no event. Errors: `stale-version`, `busy`. */
export async function eraseRecord<S extends AggregateState>(
  kind: AggregateKind<S>,
  rule: ErasureRule<S>,
  record: S,
  cause: Cause,
  at: string,
): Promise<void> {
  await commit([change(kind, erase(rule, record))], cause, { at, withoutEvents: true })
}

/** All claims about an order. */
export const claimsAbout = (store: string, orderId: string): Promise<ChannelClaim[]> =>
  Array.fromAsync(
    listEach(channelClaims, store, {
      index: lists.claimsOfOrder.index,
      partition: lists.claimsOfOrder.partition(store, orderId),
    }),
  )

/** All questions about an order. */
export const questionsAbout = (store: string, orderId: string): Promise<ChannelQuestion[]> =>
  Array.fromAsync(
    listEach(channelQuestions, store, {
      index: lists.questionsOfOrder.index,
      partition: lists.questionsOfOrder.partition(store, orderId),
    }),
  )

/** The id of a channel's order: equal for every connection that reports it. */
export const channelOrderId = (store: string, channel: string, externalId: string): string =>
  derivedId('cho', store, channel, externalId)

/**
 * Writes what facts change, each aggregate in one conditional write. Repeating it changes nothing, so the next
 * run completes one that failed halfway. Errors: `stale-version`, `busy`.
 */
export async function recordFacts(
  facts: readonly Fact[],
  source: Source,
  cause: Cause,
  now: string,
): Promise<void> {
  for (const fact of facts) await recordFact(fact, source, cause, now)
}

async function recordFact(fact: Fact, source: Source, cause: Cause, now: string): Promise<void> {
  const { store, channel } = source.connection
  const idOf = (prefix: string, externalId: string) => derivedId(prefix, store, channel, externalId)
  const write = async <S extends AggregateState>(
    kind: AggregateKind<S>,
    rule: ErasureRule<S>,
    id: string,
    decide: (current: S | undefined) => Decision<S>,
  ): Promise<void> => {
    const record = await find(kind, store, id)
    const decision = staysErased(rule, record, decide(record))
    const { outcome } = await commit([change(kind, decision)], cause, { at: now })
    if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
  }
  switch (fact.kind) {
    case 'claim': {
      const id = idOf('chc', `${fact.claim.kind} ${fact.claim.externalId}`)
      return write(channelClaims, claimErasure, id, (record) => applyClaim(record, id, fact, source))
    }
    case 'question': {
      const id = idOf('chq', fact.question.externalId)
      return write(channelQuestions, questionErasure, id, (record) =>
        // An erased question needs no answer.
        record !== undefined && questionErasure.isErased(record)
          ? { next: record, events: [] }
          : applyQuestion(record, id, fact, source),
      )
    }
    case 'order':
    case 'shipment':
    case 'refund':
    case 'cancellation':
    case 'deadlines':
    case 'payment': {
      const id = channelOrderId(store, channel, externalIdOf(fact))
      return write(channelOrders, orderErasure, id, (record) => applyOrderFact(record, id, fact, source))
    }
  }
}
