import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { lists } from '../../../shared/table/keys.ts'
import { find, load } from '../../../shared/table/load.store.ts'
import { isInForce, type Suppression, suppressionId } from './suppression.ts'

/** `gsi1`: those of a store that are in force, by time. */
export const suppressions: AggregateKind<Suppression> = {
  name: 'SUPPRESSION',
  slice: 'email',
  type: 'suppression',
  retention: 'correspondence',
  personal: ({ id }) => id,
  index: (known) =>
    isInForce(known)
      ? { gsi1pk: lists.suppressions.partition(known.store), gsi1sk: `${known.since}#${known.id}` }
      : {},
}

export const findSuppression = (store: string, address: string): Promise<Suppression | undefined> =>
  find(suppressions, store, suppressionId(store, address))

export const loadSuppression = (store: string, id: string): Promise<Suppression> =>
  load(suppressions, store, id)

/** True when no mail may go to an address. */
export const isSuppressed = async (store: string, address: string): Promise<boolean> =>
  isInForce(await findSuppression(store, address))

/** Keeps what was decided of an address. Errors: `stale-version`, `busy`. */
export async function commitSuppression(
  decision: Decision<Suppression>,
  cause: Cause,
  at: string,
): Promise<CommitOutcome> {
  const outcome = await commit([change(suppressions, decision)], cause, { at })
  if (outcome.outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update; retry.')
  return outcome
}
