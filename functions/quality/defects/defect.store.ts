import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import type { AnswerMarker } from '../../../shared/table/answer-marker.ts'
import { type CommitOutcome, change, commit } from '../../../shared/table/commit.store.ts'
import { find, load } from '../../../shared/table/load.store.ts'
import {
  type Defect,
  type DefectDecision,
  type DefectScan,
  type OpenDefects,
  openDefectsId,
} from './defect.ts'

const defects: AggregateKind<Defect> = {
  name: 'DEFECT',
  slice: 'quality',
  type: 'defect',
  retention: 'business',
}

/** Error: `not-found`. */
export const loadDefect = (store: string, id: string): Promise<Defect> => load(defects, store, id)

/** What every check run reads of a store's defects: those that stand. */
const openDefects: AggregateKind<OpenDefects> = {
  name: 'OPEN-DEFECTS',
  slice: 'quality',
  type: 'open-defects',
  retention: 'business',
}

/** How far the orders' sweep for a defect is: beside the defect, so that its pages never make a lifting stale. */
const defectScans: AggregateKind<DefectScan> = {
  name: 'DEFECT-SWEEP',
  slice: 'quality',
  type: 'defect-sweep',
  retention: 'business',
}

export const findOpenDefects = (store: string): Promise<OpenDefects | undefined> =>
  find(openDefects, store, openDefectsId)

export const findDefectScan = (store: string, defectId: string): Promise<DefectScan | undefined> =>
  find(defectScans, store, defectId)

/**
 * Writes a defect together with the list of those that stand, all or none. Error: `busy` when either is another by now:
 * then it was decided on what is no longer so.
 */
export async function commitDefect(
  { defect, open }: DefectDecision,
  cause: Cause,
  at: string,
  marker?: AnswerMarker,
): Promise<CommitOutcome> {
  try {
    const changes = [change(defects, defect), change(openDefects, open)]
    const outcome = await commit(changes, cause, { at, marker, withoutEvents: true })
    if (outcome.outcome !== 'exists') return outcome
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'stale-version') throw error
  }
  throw new DomainError('busy', 'another defect is being confirmed or lifted at the moment; try again')
}

/** Writes how far a sweep is. Error: `stale-version` when a newer word of it, or the first one, was faster. */
export async function commitDefectScan(
  decision: Decision<DefectScan>,
  cause: Cause,
  at: string,
): Promise<void> {
  const { outcome } = await commit([change(defectScans, decision)], cause, { at, withoutEvents: true })
  if (outcome === 'exists')
    throw new DomainError('stale-version', 'no sweep was known, but there is one by now: read it again')
}
