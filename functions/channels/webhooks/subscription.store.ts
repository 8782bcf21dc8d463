import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { retryOnBusy } from '../../../shared/retry.ts'
import { subscriptionLists } from '../../../shared/subscription-list.store.ts'
import { type SubscriptionList, subscriptionListId } from '../../../shared/subscription-list.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { find, load } from '../../../shared/table/load.store.ts'
import { disableSubscription, type ListedDecision, recordOutcome, type Subscription } from './subscription.ts'

export const subscriptions: AggregateKind<Subscription> = {
  name: 'SUBSCRIPTION',
  slice: 'channels',
  type: 'subscription',
  retention: 'business',
}

export const loadSubscription = (store: string, id: string): Promise<Subscription> =>
  load(subscriptions, store, id)

export const findSubscriptions = (store: string): Promise<SubscriptionList | undefined> =>
  find(subscriptionLists, store, subscriptionListId)

/**
 * Writes a subscription together with the list, both or neither; an unchanged one is not written. Error: `busy`
 * when either changed meanwhile.
 */
export async function commitSubscription(
  { subscription, list }: ListedDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> {
  if (subscription.events.length === 0) return { outcome: 'committed' }
  try {
    const changes = [change(subscriptions, subscription), change(subscriptionLists, list)]
    const outcome = await commit(changes, cause, { at, marker, withoutEvents: true })
    if (outcome.outcome !== 'exists') return outcome
  } catch (error) {
    if (!isStale(error)) throw error
  }
  throw new DomainError('busy', 'Concurrent change of a subscription; retry.')
}

/** Writes a change that does not affect the list, such as a new secret. Errors: `stale-version`, `busy`. */
export const commitAlone = (
  decision: Decision<Subscription>,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> => commit([change(subscriptions, decision)], cause, { at, withoutEvents: true })

/**
 * Records whether webhooks are delivered. A concurrent change of the subscription wins: the next try records
 * it.
 */
export async function saveOutcome(
  subscription: Subscription,
  taken: boolean,
  cause: Cause,
  at: string,
): Promise<Subscription> {
  const decision = recordOutcome(subscription, taken, at)
  if (decision === undefined) return subscription
  try {
    await commitAlone(decision, cause, at)
    return decision.next
  } catch (error) {
    if (!isStale(error)) throw error
    return subscription
  }
}

/** Disables an active subscription, retrying on concurrent changes. Error: `busy`. */
export const disable = (
  { store, id }: Subscription,
  reason: 'gone' | 'failing',
  cause: Cause,
  at: string,
): Promise<CommitOutcome> =>
  retryOnBusy(async () => {
    const [subscription, list] = await Promise.all([loadSubscription(store, id), findSubscriptions(store)])
    return commitSubscription(disableSubscription(subscription, reason, list, at), cause, at)
  })

const isStale = (error: unknown): boolean => error instanceof DomainError && error.code === 'stale-version'
