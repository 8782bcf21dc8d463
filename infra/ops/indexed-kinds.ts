import { connections } from '../../functions/channels/connections/connection.store.ts'
import { deliveries } from '../../functions/channels/deliveries/delivery.store.ts'
import { channelClaims, channelQuestions } from '../../functions/channels/deliveries/facts.store.ts'
import { webhooks } from '../../functions/channels/webhooks/webhook.store.ts'
import { classifiers, labelledMails } from '../../functions/email/classifier/classifier.store.ts'
import { mails } from '../../functions/email/mails/mail.store.ts'
import { messages } from '../../functions/email/messages/message.store.ts'
import { suppressions } from '../../functions/email/suppressions/suppression.store.ts'
import { threads } from '../../functions/email/threads/thread.store.ts'
import { orders } from '../../functions/orders/order/order.store.ts'
import { requests } from '../../functions/privacy/request.store.ts'
import { complaints } from '../../functions/quality/complaints/complaint.store.ts'
import { issues } from '../../functions/quality/issues/issue.store.ts'
import { issueReferences } from '../../functions/quality/issues/issue-references.store.ts'
import { runs } from '../../functions/quality/runs/run.store.ts'
import type { AggregateState } from '../../shared/decision.ts'
import { type AggregateKind, type IndexKeys, stateOf } from '../../shared/table/aggregate.ts'
import type { TableItem } from './aggregates.ts'

/** Every indexed kind of aggregate, by its name; a test compares them with the stores. */
export const indexedKinds: ReadonlyMap<string, Pick<AggregateKind<never>, 'name' | 'index'>> = new Map(
  [
    ...[orders, runs, issues, issueReferences, complaints, requests],
    ...[messages, mails, threads, suppressions, classifiers, labelledMails],
    ...[connections, deliveries, webhooks, channelClaims, channelQuestions],
  ].map((kind) => [kind.name, kind]),
)

const attributes = ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'] as const

/** An item's index keys as they are and as its kind defines them; undefined when they match. */
export function indexDifference(
  item: TableItem,
): { readonly is: IndexKeys; readonly should: IndexKeys } | undefined {
  const kind = indexedKinds.get(item.sk)
  if (kind?.index === undefined || item.state === undefined) return undefined
  const index = kind.index as (state: AggregateState) => IndexKeys
  const should = index(stateOf(item.state))
  const is = Object.fromEntries(
    attributes.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
  ) as IndexKeys
  return attributes.every((name) => is[name] === should[name]) ? undefined : { is, should }
}
