import { type FactsSnapshot, factLearned } from '../../../events/quality/check-events.ts'
import type { OrderFacts, SkuFacts, StoreFacts } from '../../../events/quality/facts.ts'
import type { Decision } from '../../../shared/decision.ts'
import { derivedId } from '../../../shared/ids.ts'

/** The recorded facts of a store, one of its SKUs or one of its orders. */
export type FactSheet = FactsSnapshot

/** New facts with their subject. */
export type NewFacts =
  | { readonly subject: 'store'; readonly facts: StoreFacts }
  | { readonly subject: 'sku'; readonly sku: string; readonly facts: SkuFacts }
  | {
      readonly subject: 'order'
      readonly orderId: string
      readonly facts: OrderFacts
      readonly channelRevision?: number
    }

/** The subject of a fact sheet. */
export type Subject =
  | { readonly subject: 'store' }
  | { readonly subject: 'sku'; readonly sku: string }
  | { readonly subject: 'order'; readonly orderId: string }

/** The id of a fact sheet derives from its subject. */
export function factSheetId(store: string, about: Subject): string {
  if (about.subject === 'store') return derivedId('fct', store, 'store')
  return about.subject === 'sku'
    ? derivedId('fct', store, 'sku', about.sku)
    : derivedId('fct', store, 'order', about.orderId)
}

/** Replaces the recorded facts; the same facts again change nothing. */
export function learnFacts(
  current: FactSheet | undefined,
  store: string,
  given: NewFacts,
  now: string,
): Decision<FactSheet> {
  const names = differences({ ...current?.facts }, { ...given.facts })
  if (current !== undefined && names.length === 0) return { next: current, events: [] }
  const next: FactSheet = {
    id: factSheetId(store, given),
    store,
    version: (current?.version ?? 0) + 1,
    learnedAt: now,
    ...given,
  }
  const before: Record<string, unknown> = { ...current?.facts }
  const arrived = names.some((name) => before[name] === undefined)
  return {
    next,
    events: [factLearned.happened({ subject: given.subject, names, ...(arrived ? { arrived } : {}) })],
  }
}

/** Merges facts from the order's channel into the recorded ones; undefined for a revision that is not newer. */
export function learnFromChannel(
  current: FactSheet | undefined,
  store: string,
  reported: { readonly orderId: string; readonly facts: OrderFacts; readonly revision: number },
  now: string,
): Decision<FactSheet> | undefined {
  const { orderId, facts, revision } = reported
  const before = current?.subject === 'order' ? current : undefined
  if ((before?.channelRevision ?? 0) >= revision) return undefined
  const all = { ...before?.facts, ...facts }
  return learnFacts(current, store, { subject: 'order', orderId, facts: all, channelRevision: revision }, now)
}

function differences(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}
