import { erasedText, withoutPerson } from '../../../events/orders/erased-order.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { type Issue, isOfCheck } from '../issues/issue.ts'
import type { Run } from '../runs/run.ts'

/**
 * Erases whom a run is about: the order in it, and what its checks saw. In silence, since nothing follows from it for
 * anybody; without document and telephone it leaves the index of persons.
 */
export const eraseRun = (run: Run, now: string): Decision<Run> => ({
  next: withoutEvidence({ ...run, version: run.version + 1, order: withoutPerson(run.order, now) }),
  events: [],
})

/** A run without what its checks saw. */
export const withoutEvidence = (run: Run): Run => ({
  ...run,
  results: run.results.map((result) => ({ ...result, evidence: [] })),
})

/** Erases from an issue what was seen of its order's person, and all free text; what it was and cost stays. */
export function eraseIssue(issue: Issue, now: string): Decision<Issue> {
  const { rootCause: _, ...rest } = issue
  const next = { ...rest, version: issue.version + 1, erasedAt: now } as Issue
  if (!isOfCheck(next)) {
    const { description: __, ...reported } = next
    return { next: { ...reported, summary: erasedText }, events: [] }
  }
  const waiver = next.waiver === undefined ? {} : { waiver: { ...next.waiver, reason: erasedText } }
  return { next: { ...next, evidence: [], ...waiver }, events: [] }
}

export type OrderSheet = Extract<FactSheet, { subject: 'order' }>

/** Erases what was told of an order: documents of who pays and receives stand among it. */
export const eraseSheet = (sheet: OrderSheet): Decision<FactSheet> => ({
  next: { ...sheet, version: sheet.version + 1, facts: {} },
  events: [],
})
