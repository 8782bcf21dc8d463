import type { AggregateState, Cause, Decision } from '../decision.ts'
import type { Principal } from '../http/route.ts'
import type { AnswerMarker } from './answer-marker.ts'
import type { CommitOutcome } from './commit.store.ts'

/** What a request to change one aggregate brings. */
export interface ChangeRequest {
  readonly principal: Principal
  /** Throws `stale-version` unless the caller's `If-Match` names this version. */
  readonly ifMatch: (version: number) => void
  readonly cause: Cause
  /** UTC ISO-8601. */
  readonly now: string
}

/** How a slice loads and commits one kind of aggregate. */
export interface AggregateAccess<S extends AggregateState, D extends Decision<S> = Decision<S>> {
  readonly load: (store: string, id: string) => Promise<S>
  readonly commit: (decision: D, cause: Cause, at: string, marker?: AnswerMarker) => Promise<CommitOutcome>
}

/**
 * Changes one aggregate for a caller: load it, compare its version with the caller's, decide, commit.
 * Returns its next version. Errors: `not-found`, `stale-version`, `busy`, and those of the decision.
 */
export async function changeAggregate<S extends AggregateState, D extends Decision<S>>(
  { load, commit }: AggregateAccess<S, D>,
  id: string,
  { principal, ifMatch, cause, now }: ChangeRequest,
  decide: (state: S, now: string) => D | Promise<D>,
): Promise<S> {
  const state = await load(principal.store, id)
  ifMatch(state.version)
  const decision = await decide(state, now)
  await commit(decision, cause, now)
  return decision.next
}
