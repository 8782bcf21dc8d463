import type { Cause, Decision } from '../../../shared/decision.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { load } from '../../../shared/table/load.store.ts'
import type { BackTest } from './back-test.ts'

export const backTests: AggregateKind<BackTest> = {
  name: 'BACK-TEST',
  slice: 'quality',
  type: 'back-test',
  retention: 'business',
}

export const loadBackTest = (store: string, id: string): Promise<BackTest> => load(backTests, store, id)

/** Writes the progress of a back-test, also a version without events. Error: `stale-version`. */
export const commitBackTest = (
  decision: Decision<BackTest>,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> => commit([change(backTests, decision)], cause, { at, marker, withoutEvents: true })
