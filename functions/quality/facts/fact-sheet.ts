import { type FactsSnapshot, factLearned } from '../../../events/quality/check-events.ts'
import type { OrderFacts, SkuFacts, StoreFacts } from '../../../events/quality/facts.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'

/** What is known of a store, of one of its SKUs or of one of its orders. */
export type FactSheet = FactsSnapshot

/** Facts with what they are about. */
export type ToldFacts =
  | { readonly subject: 'store'; readonly facts: StoreFacts }
  | { readonly subject: 'sku'; readonly sku: string; readonly facts: SkuFacts }
  | {
      readonly subject: 'order'
      readonly orderId: string
      readonly facts: OrderFacts
      readonly channelRevision?: number
    }

/** What a fact sheet is about. */
export type Subject =
  | { readonly subject: 'store' }
  | { readonly subject: 'sku'; readonly sku: string }
  | { readonly subject: 'order'; readonly orderId: string }

/** The id of a fact sheet derives from what it is about. */
export function sheetId(store: string, about: Subject): string {
  if (about.subject === 'store') return derivedId('fct', store, 'store')
  return about.subject === 'sku'
    ? derivedId('fct', store, 'sku', about.sku)
    : derivedId('fct', store, 'order', about.orderId)
}

/** Learns facts in the place of those that were known; the same ones again change nothing. */
export function learnFacts(
  known: FactSheet | undefined,
  store: string,
  told: ToldFacts,
  now: string,
): Decision<FactSheet> {
  const names = differences({ ...known?.facts }, { ...told.facts })
  if (known !== undefined && names.length === 0) return { next: known, events: [] }
  const next: FactSheet = {
    id: sheetId(store, told),
    store,
    version: (known?.version ?? 0) + 1,
    learnedAt: now,
    ...told,
  }
  const before: Record<string, unknown> = { ...known?.facts }
  const arrived = names.some((name) => before[name] === undefined)
  return {
    next,
    events: [factLearned.happened({ subject: told.subject, names, ...(arrived ? { arrived } : {}) })],
  }
}

/** Learns what an order's channel says of it, beside what is known; an older revision than the last tells nothing. */
export function learnFromChannel(
  known: FactSheet | undefined,
  store: string,
  told: { readonly orderId: string; readonly facts: OrderFacts; readonly revision: number },
  now: string,
): Decision<FactSheet> | undefined {
  const { orderId, facts, revision } = told
  const before = known?.subject === 'order' ? known : undefined
  if ((before?.channelRevision ?? 0) >= revision) return undefined
  const all = { ...before?.facts, ...facts }
  return learnFacts(known, store, { subject: 'order', orderId, facts: all, channelRevision: revision }, now)
}

function differences(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}
