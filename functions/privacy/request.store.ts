import type { Cause } from '../../shared/decision.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../shared/table/commit.store.ts'
import { lists } from '../../shared/table/keys.ts'
import { find, load } from '../../shared/table/load.store.ts'
import { sortKeysOf } from '../../shared/table/sort-keys.store.ts'
import type { PrivacyRequest, RequestDecision } from './request.ts'

/** `gsi1`: a store's requests by time. `gsi2`: requests of all stores that wait for a review. */
export const requests: AggregateKind<PrivacyRequest> = {
  name: 'PRIVACY-REQUEST',
  slice: 'privacy',
  type: 'privacy-request',
  retention: 'privacy-request',
  personal: ({ id, identity }) => (identity === undefined ? undefined : id),
  index: ({ store, id, requestedAt, reviewAt }) => ({
    gsi1pk: lists.privacyRequests.partition(store),
    gsi1sk: `${requestedAt}#${id}`,
    ...(reviewAt === undefined
      ? {}
      : { gsi2pk: lists.waitingPrivacyRequests.partition(), gsi2sk: `${reviewAt}#${store}#${id}` }),
  }),
}

export const loadRequest = (store: string, id: string): Promise<PrivacyRequest> => load(requests, store, id)

export const findRequest = (store: string, id: string): Promise<PrivacyRequest | undefined> =>
  find(requests, store, id)

/** The requests of all stores whose next review is due, the longest overdue first. */
export async function requestsToReview(now: string): Promise<{ store: string; id: string }[]> {
  const due: { store: string; id: string }[] = []
  for await (const sort of sortKeysOf(lists.waitingPrivacyRequests.partition(), `${now}~`)) {
    const [, store = '', id = ''] = sort.split('#')
    due.push({ store, id })
  }
  return due
}

/** Writes a request's next version, with or without events. Errors: `stale-version`, `busy`. */
export const commitRequest = (
  decision: RequestDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(requests, decision)], cause, { at, marker, withoutEvents: true })
