import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { RouteContext } from '../../../shared/http/route.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import {
  type FactSheet,
  factSheetId,
  learnFacts,
  learnFromChannel,
  type NewFacts,
  type Subject,
} from './fact-sheet.ts'

/** What checks know beside the order: a sheet for the store, and one for each SKU and order of which something is known. */
export const factSheets: AggregateKind<FactSheet> = {
  name: 'FACTS',
  slice: 'quality',
  type: 'facts',
  retention: ({ subject }) => (subject === 'order' ? 'sale' : 'business'),
  personal: (sheet) => (sheet.subject === 'order' ? sheet.orderId : undefined),
}

type SheetOf<About> = About extends { subject: infer Name } ? Extract<FactSheet, { subject: Name }> : never

export const findFactSheet = async <About extends Subject>(
  store: string,
  about: About,
): Promise<SheetOf<About> | undefined> =>
  (await find(factSheets, store, factSheetId(store, about))) as SheetOf<About> | undefined

/** Learns what a channel says of an order. Error: `stale-version`. */
export async function learnChannelFacts(
  store: string,
  reported: Parameters<typeof learnFromChannel>[2],
  cause: Cause,
  now: string,
): Promise<void> {
  const current = await findFactSheet(store, { subject: 'order', orderId: reported.orderId })
  const decision = learnFromChannel(current, store, reported, now)
  if (decision === undefined) return
  const { outcome } = await commit([change(factSheets, decision)], cause, { at: now })
  if (outcome === 'exists') throw new DomainError('stale-version', 'something was told meanwhile: try again')
}

type RecordRequest = Pick<
  RouteContext<undefined, undefined, undefined>,
  'principal' | 'ifMatch' | 'cause' | 'now'
>

/** Takes facts that a caller tells, in the place of those that were known. Error: `stale-version`. */
export async function recordFacts<Told extends NewFacts>(
  { principal: { store }, ifMatch, cause, now }: RecordRequest,
  given: Told,
): Promise<SheetOf<Told>> {
  const current = await findFactSheet(store, given)
  ifMatch(current?.version ?? 0)
  const decision = learnFacts(current, store, given, now)
  const { outcome } = await commit([change(factSheets, decision)], cause, { at: now })
  if (outcome === 'exists')
    throw new DomainError('stale-version', 'nothing was known when it was read, but something is by now')
  return decision.next as SheetOf<Told>
}
