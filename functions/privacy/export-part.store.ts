import type { Cause } from '../../shared/decision.ts'
import { derivedId } from '../../shared/ids.ts'
import type { AggregateKind } from '../../shared/table/aggregate.ts'
import { change, commit } from '../../shared/table/commit.store.ts'
import { loadAll } from '../../shared/table/load.store.ts'
import type { PersonalDataReport, PrivacyRequest } from './request.ts'

/** A part of a slice's report for an export, stored for the person to read. It never changes. */
interface ExportPart {
  readonly id: string
  readonly store: string
  readonly version: number
  readonly requestId: string
  readonly slice: PersonalDataReport['slice']
  readonly records: PersonalDataReport['records']
}

const exportParts: AggregateKind<ExportPart> = {
  name: 'PRIVACY-EXPORT',
  slice: 'privacy',
  type: 'privacy-export',
  retention: 'copy',
  personal: ({ requestId }) => requestId,
}

const partId = (requestId: string, round: number, slice: string, part: number): string =>
  derivedId('pex', requestId, String(round), slice, String(part))

/** Stores a part of a slice's report; storing it again changes nothing. */
export async function savePart(report: PersonalDataReport, cause: Cause, at: string): Promise<void> {
  const { store, requestId, round, slice, part, records } = report
  const next: ExportPart = {
    id: partId(requestId, round, slice, part),
    store,
    version: 1,
    requestId,
    slice,
    records,
  }
  await commit([change(exportParts, { next, events: [] })], cause, { at, withoutEvents: true })
}

/** The slices' reports of a request's last round, as far as they are still stored. */
export async function loadParts({ id, store, round, answers }: PrivacyRequest): Promise<ExportPart[]> {
  const ids = answers.flatMap(({ slice, got }) => got.map((part) => partId(id, round, slice, part)))
  return loadAll(exportParts, store, ids)
}
