import { erasedText, withoutPerson } from '../../../events/orders/erased-order.ts'
import type { Decision } from '../../../shared/decision.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { type Issue, isOfCheck } from '../issues/issue.ts'
import type { Run } from '../runs/run.ts'

/**
 * Erases the person from a run: the order's customer and the evidence of its checks. It has no events, since nothing
 * follows from it. Without document and telephone the run leaves the index of persons.
 */
export const eraseRun = (run: Run, now: string): Decision<Run> => ({
  next: withoutEvidence({ ...run, version: run.version + 1, order: withoutPerson(run.order, now) }),
  events: [],
})

/** A run without the evidence of its checks. */
export const withoutEvidence = (run: Run): Run => ({
  ...run,
  results: run.results.map((result) => ({ ...result, evidence: [] })),
})

/** Erases evidence and free text from an issue; its classification and costs stay. */
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

/** Erases the facts of an order: they include documents of payer and recipient. */
export const eraseSheet = (sheet: OrderSheet): Decision<FactSheet> => ({
  next: { ...sheet, version: sheet.version + 1, facts: {} },
  events: [],
})
