import type { Cause, Happened } from '../decision.ts'
import type { AggregateKind } from '../table/aggregate.ts'
import { change, commit } from '../table/commit.store.ts'
import {
  type PersonalDataReport,
  type PersonalDataRequest,
  type PersonalRecord,
  reportsFor,
} from './personal-data-report.ts'

/**
 * Answers a round of a request: erases what may go, when that was asked, and then says what became of all that the
 * slice holds. Cut off in between, the next run finds what is left and says the rest is gone. Errors: `stale-version`,
 * `busy`.
 */
export async function commitReports(
  kind: AggregateKind<PersonalDataReport>,
  asked: PersonalDataRequest,
  held: readonly PersonalRecord[],
  happened: (data: { requestId: string; round: number }) => Happened,
  { cause, now }: { readonly cause: Cause; readonly now: string },
): Promise<void> {
  if (asked.phase === 'erasing') {
    for (const { kept, erase } of held) if (kept === undefined) await erase?.()
  }
  for (const decision of reportsFor(asked, kind.slice, held, happened))
    await commit([change(kind, decision)], cause, { at: now })
}
