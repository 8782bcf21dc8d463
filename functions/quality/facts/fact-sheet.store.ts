import type { Cause, Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import { type FactSheet, factSheetId, type Subject } from './fact-sheet.ts'

/** The facts of checks: one sheet for the store, and one for each SKU and order that has facts. */
export const factSheets: AggregateKind<FactSheet> = {
  name: 'FACTS',
  slice: 'quality',
  type: 'facts',
  retention: ({ subject }) => (subject === 'order' ? 'sale' : 'business'),
  personal: (sheet) => (sheet.subject === 'order' ? sheet.orderId : undefined),
}

export type SheetOf<About> = About extends { subject: infer Name }
  ? Extract<FactSheet, { subject: Name }>
  : never

export const findFactSheet = async <About extends Subject>(
  store: string,
  about: About,
): Promise<SheetOf<About> | undefined> =>
  (await find(factSheets, store, factSheetId(store, about))) as SheetOf<About> | undefined

/** Writes a decided fact sheet. Errors: `stale-version`, also after a concurrent first sheet; `busy`. */
export async function commitFactSheet(
  decision: Decision<FactSheet>,
  cause: Cause,
  at: string,
): Promise<void> {
  const { outcome } = await commit([change(factSheets, decision)], cause, { at })
  if (outcome === 'exists') throw new DomainError('stale-version', 'Concurrent update of the facts; retry.')
}

/** Writes a fact sheet even when its decision has no events, such as an erasure. Errors: `stale-version`, `busy`. */
export async function commitFactSheetWithoutEvents(
  decision: Decision<FactSheet>,
  cause: Cause,
  at: string,
): Promise<void> {
  await commit([change(factSheets, decision)], cause, { at, withoutEvents: true })
}
