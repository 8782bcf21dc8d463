import type { Cause } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import type { RouteContext } from '../../../shared/http/route.ts'
import type { AggregateKind } from '../../../shared/table/aggregate.ts'
import { change, commit } from '../../../shared/table/commit.store.ts'
import { find } from '../../../shared/table/load.store.ts'
import {
  type FactSheet,
  learnFacts,
  learnFromChannel,
  type Subject,
  sheetId,
  type ToldFacts,
} from './fact-sheet.ts'

/** What checks know beside the order: a sheet for the store, and one for each SKU and order of which something is known. */
export const factSheets: AggregateKind<FactSheet> = {
  name: 'FACTS',
  slice: 'quality',
  type: 'facts',
  keeps: ({ subject }) => (subject === 'order' ? 'sale' : 'business'),
  personal: (sheet) => (sheet.subject === 'order' ? sheet.orderId : undefined),
}

type SheetOf<About> = About extends { subject: infer Name } ? Extract<FactSheet, { subject: Name }> : never

export const findFactSheet = async <About extends Subject>(
  store: string,
  about: About,
): Promise<SheetOf<About> | undefined> =>
  (await find(factSheets, store, sheetId(store, about))) as SheetOf<About> | undefined

/** Learns what a channel says of an order. Error: `stale-version`. */
export async function learnChannelFacts(
  store: string,
  told: Parameters<typeof learnFromChannel>[2],
  cause: Cause,
  now: string,
): Promise<void> {
  const known = await findFactSheet(store, { subject: 'order', orderId: told.orderId })
  const decision = learnFromChannel(known, store, told, now)
  if (decision === undefined) return
  const { outcome } = await commit([change(factSheets, decision)], cause, { at: now })
  if (outcome === 'exists') throw new DomainError('stale-version', 'something was told meanwhile: try again')
}

type Telling = Pick<RouteContext<undefined, undefined, undefined>, 'principal' | 'ifMatch' | 'cause' | 'now'>

/** Takes facts that a caller tells, in the place of those that were known. Error: `stale-version`. */
export async function tellFacts<Told extends ToldFacts>(
  { principal: { store }, ifMatch, cause, now }: Telling,
  told: Told,
): Promise<SheetOf<Told>> {
  const known = await findFactSheet(store, told)
  ifMatch(known?.version ?? 0)
  const decision = learnFacts(known, store, told, now)
  const { outcome } = await commit([change(factSheets, decision)], cause, { at: now })
  if (outcome === 'exists')
    throw new DomainError('stale-version', 'nothing was known when it was read, but something is by now')
  return decision.next as SheetOf<Told>
}
