import {
  channelOrderId,
  channelOrders,
  claimsAbout,
  questionsAbout,
} from '../../functions/channels/deliveries/facts.store.ts'
import { mailsTo } from '../../functions/email/mails/mail.store.ts'
import { messages } from '../../functions/email/messages/message.store.ts'
import { threadIdsOfMessages } from '../../functions/email/threads/thread.store.ts'
import type { Order } from '../../functions/orders/order/order.ts'
import { issuesOf } from '../../functions/quality/issues/issue.store.ts'
import { issuesReferringTo } from '../../functions/quality/issues/issue-references.store.ts'
import { findRun } from '../../functions/quality/runs/run.store.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'
import { lists } from '../../shared/table/keys.ts'
import { list } from '../../shared/table/list.store.ts'
import { find } from '../../shared/table/load.store.ts'
import { type AggregateName, historyOf, itemOf, unfiledOf } from './aggregates.ts'

/** Maximum number of aggregates of one kind per order. */
const most = 100

/** Every aggregate related to an order, in all slices; the order itself first. */
async function aggregatesAbout(order: Order): Promise<AggregateName[]> {
  const { store, id, channel, externalId } = order
  const run = await findRun(store, id)
  const [ofChecks, reported, mails, received, channelOrder, claims, questions] = await Promise.all([
    issuesOf(store, id, run?.issues ?? []),
    issuesReferringTo(store, { kind: 'order', value: id }, { limit: most }),
    order.customer.email === undefined ? [] : mailsTo(store, order.customer.email),
    list(messages, store, {
      index: lists.messagesOfOrder.index,
      partitions: [lists.messagesOfOrder.partition(store, id)],
      limit: most,
    }),
    find(channelOrders, store, channelOrderId(store, channel, externalId)),
    claimsAbout(store, id),
    questionsAbout(store, id),
  ])
  const threadIds = await threadIdsOfMessages(
    store,
    received.items.map((message) => message.id),
  )
  const named = (kind: string, found: readonly { readonly id: string }[]): AggregateName[] =>
    found.map((one) => ({ store, kind, id: one.id }))
  return [
    ...named('ORDER', [order]),
    ...named('CHANNEL-ORDER', channelOrder === undefined ? [] : [channelOrder]),
    ...named('CHANNEL-CLAIM', claims),
    ...named('CHANNEL-QUESTION', questions),
    ...named('QUALITY', [order]),
    ...named('ISSUE', [...ofChecks, ...reported.items]),
    ...named(
      'MAIL',
      mails.filter(({ orderId }) => orderId === id),
    ),
    ...named('MESSAGE', received.items),
    ...[...new Set(threadIds)].flatMap((threadId) =>
      threadId === undefined ? [] : { store, kind: 'THREAD', id: threadId },
    ),
  ]
}

/** The events of an order in all slices. */
export interface OrderTimeline {
  /** Filed events, by time. */
  readonly events: readonly FiledEvent[]
  /** Events of the newest versions that the relay has not filed yet. */
  readonly unfiled: readonly FiledEvent[]
  /** Versions of the order without filed events. */
  readonly missing: readonly number[]
}

/** Collects an order's timeline from the histories of all slices. */
export async function timelineOf(order: Order): Promise<OrderTimeline> {
  const histories = await Promise.all(
    (await aggregatesAbout(order)).map(async (name) => {
      const [history, item] = await Promise.all([historyOf(name), itemOf(name)])
      return { history, unfiled: unfiledOf(item, history)?.events ?? [] }
    }),
  )
  const filed = new Set(histories[0]?.history.map(({ aggregate }) => aggregate.version))
  return {
    events: histories.flatMap(({ history }) => history).sort(byTime),
    unfiled: histories.flatMap(({ unfiled }) => unfiled).sort(byTime),
    missing: Array.from({ length: order.version }, (_, n) => n + 1).filter((version) => !filed.has(version)),
  }
}

const byTime = (a: FiledEvent, b: FiledEvent): number => {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1
  return a.aggregate.version - b.aggregate.version
}
