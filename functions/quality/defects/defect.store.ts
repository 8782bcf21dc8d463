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

/** The open defects of a store, which every check run reads. */
const openDefects: AggregateKind<OpenDefects> = {
  name: 'OPEN-DEFECTS',
  slice: 'quality',
  type: 'open-defects',
  retention: 'business',
}

/** The progress of the order scan of a defect. Stored apart from the defect, so that pages never make a lift stale. */
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
 * Writes a defect together with the list of open defects, all or none. Error: `busy` when either has changed since it
 * was read.
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
  throw new DomainError('busy', 'Concurrent change of the open defects; retry.')
}

/** Writes the progress of a scan. Error: `stale-version` when newer progress was written first. */
export async function commitDefectScan(
  decision: Decision<DefectScan>,
  cause: Cause,
  at: string,
): Promise<void> {
  const { outcome } = await commit([change(defectScans, decision)], cause, { at, withoutEvents: true })
  if (outcome === 'exists')
    throw new DomainError('stale-version', 'Concurrent progress of the same scan; retry.')
}
