import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { type ListQuery, list, type Page } from '../../../shared/table/list.store.ts'
import { find, load } from '../../../shared/table/load.store.ts'
import { isInForce, type Suppression, suppressionId } from './suppression.ts'

/** `gsi1`: the active suppressions of a store, by time. */
export const suppressions: AggregateKind<Suppression> = {
  name: 'SUPPRESSION',
  slice: 'email',
  type: 'suppression',
  retention: 'correspondence',
  personal: ({ id }) => id,
  index: (suppression) =>
    isInForce(suppression)
      ? {
          gsi1pk: lists.suppressions.partition(suppression.store),
          gsi1sk: `${suppression.since}#${suppression.id}`,
        }
      : {},
}

export const findSuppression = (store: string, address: string): Promise<Suppression | undefined> =>
  find(suppressions, store, suppressionId(store, address))

export const loadSuppression = (store: string, id: string): Promise<Suppression> =>
  load(suppressions, store, id)

/** Whether an address is suppressed. */
export const isSuppressed = async (store: string, address: string): Promise<boolean> =>
  isInForce(await findSuppression(store, address))

/** A page of a store's active suppressions, the newest first. */
export const listSuppressions = (
  store: string,
  { after, limit }: Pick<ListQuery, 'after' | 'limit'>,
): Promise<Page<Suppression>> => {
  const { index, partition } = lists.suppressions
  return list(
    suppressions,
    store,
    { index, partitions: [partition(store)], descending: true, after, limit },
    isInForce,
  )
}

/** Writes a suppression. Errors: `stale-version`, `busy`. */
export async function commitSuppression(
  decision: Decision<Suppression>,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> {
  const outcome = await commit([change(suppressions, decision)], cause, { at })
  if (outcome.outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
  return outcome
}
