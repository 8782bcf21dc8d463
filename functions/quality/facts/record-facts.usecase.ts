import type { ChangeRequest } from '../../../shared/table/change-aggregate.usecase.ts'
import { commitFactSheet, findFactSheet, type SheetOf } from './fact-sheet.store.ts'
import { learnFacts, type NewFacts } from './fact-sheet.ts'

/** Replaces the facts about a subject with those that a caller sends. Error: `stale-version`. */
export async function recordFacts<Given extends NewFacts>(
  { principal: { store }, ifMatch, cause, now }: ChangeRequest,
  given: Given,
): Promise<SheetOf<Given>> {
  const current = await findFactSheet(store, given)
  ifMatch(current?.version ?? 0)
  const decision = learnFacts(current, store, given, now)
  await commitFactSheet(decision, cause, now)
  return decision.next as SheetOf<Given>
}
