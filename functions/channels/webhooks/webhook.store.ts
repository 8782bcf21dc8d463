import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { list, type Page } from '../../../shared/table/list.store.ts'
import { findTogether, load } from '../../../shared/table/load.store.ts'
import { subscriptions } from './subscription.store.ts'
import type { Subscription } from './subscription.ts'
import type { Webhook } from './webhook.ts'

/** Retention of the log, in milliseconds. */
const retentionMilliseconds = 30 * 86_400_000

/** `gsi1`: the webhooks of a subscription by the time of their events. */
export const webhooks: AggregateKind<Webhook> = {
  name: 'WEBHOOK',
  slice: 'channels',
  type: 'webhook',
  retention: 'raw',
  index: ({ store, subscriptionId, occurredAt, id }) => ({
    gsi1pk: lists.webhooksOfSubscription.partition(store, subscriptionId),
    gsi1sk: `${occurredAt}#${id}`,
  }),
  retainUntil: ({ since }) => new Date(Date.parse(since) + retentionMilliseconds).toISOString(),
}

export const loadWebhook = (store: string, id: string): Promise<Webhook> => load(webhooks, store, id)

/** A webhook and its subscription; undefined where they do not exist. */
export const findWebhook = (
  store: string,
  id: string,
  subscriptionId: string,
): Promise<[Webhook | undefined, Subscription | undefined]> =>
  findTogether(store, [
    { kind: webhooks, id },
    { kind: subscriptions, id: subscriptionId },
  ])

/** Writes a webhook's next version. Publishes no event. Errors: `stale-version`, `busy`. */
export const commitWebhook = (
  decision: Decision<Webhook>,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> => commit([change(webhooks, decision)], cause, { at, withoutEvents: true })

/** One page of a subscription's log, the newest events first. */
export const listWebhooks = (
  store: string,
  subscriptionId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
  belongs: (webhook: Webhook) => boolean,
): Promise<Page<Webhook>> =>
  list(
    webhooks,
    store,
    {
      index: lists.webhooksOfSubscription.index,
      partitions: [lists.webhooksOfSubscription.partition(store, subscriptionId)],
      descending: true,
      after,
      limit,
    },
    belongs,
  )

/** One page of the webhooks of events from `from` (inclusive) to `to` (exclusive), the oldest first. */
export const listRange = (
  store: string,
  subscriptionId: string,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<Page<Webhook>> =>
  list(webhooks, store, {
    index: lists.webhooksOfSubscription.index,
    partitions: [lists.webhooksOfSubscription.partition(store, subscriptionId)],
    after: from,
    before: to,
    limit,
  })
