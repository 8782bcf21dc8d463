import type { Cause, Happened } from '../decision.ts'
import type { AggregateKind } from '../table/aggregate.ts'
import { change, commit } from '../table/commit.store.ts'
import type { KindName } from '../table/keys.ts'
import {
  type PersonalDataReport,
  type PersonalDataRequest,
  type PersonalRecord,
  reportsFor,
} from './personal-data-report.ts'

type Slice = PersonalDataReport['slice']

/** The kind of item of each slice's reports; a slice that is missing here does not compile. */
const kindNames: Readonly<Record<Slice, KindName>> = {
  orders: 'ORDERS-PRIVACY-ANSWER',
  quality: 'QUALITY-PRIVACY-ANSWER',
  email: 'EMAIL-PRIVACY-ANSWER',
  channels: 'CHANNELS-PRIVACY-ANSWER',
}

/** The aggregates in which a slice stores its reports. */
const reportsOf = (slice: Slice): AggregateKind<PersonalDataReport> => ({
  name: kindNames[slice],
  slice,
  type: 'personal-data-report',
  retention: 'copy',
  personal: ({ requestId }) => requestId,
})

/**
 * Reports a slice's records for a round of a request, and first erases those that may be erased if the round asks for it.
 * A run that was cut off is repeated: it erases the rest and reports the others as already erased.
 * Errors: `stale-version`, `busy`.
 */
export async function commitReports(
  slice: Slice,
  request: PersonalDataRequest,
  records: readonly PersonalRecord[],
  happened: (data: { requestId: string; round: number }) => Happened,
  { cause, now }: { readonly cause: Cause; readonly now: string },
): Promise<void> {
  if (request.phase === 'erasing') {
    for (const { kept, erase } of records) if (kept === undefined) await erase?.()
  }
  for (const decision of reportsFor(request, slice, records, happened))
    await commit([change(reportsOf(slice), decision)], cause, { at: now })
}
