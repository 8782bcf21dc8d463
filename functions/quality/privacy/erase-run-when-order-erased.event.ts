import { orderErased } from '../../../events/orders/order-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { issuesOf } from '../issues/issue.store.ts'
import type { CheckIssue, Issue } from '../issues/issue.ts'
import { commitRun, findRun } from '../runs/run.store.ts'
import { closeRun } from '../runs/run.ts'
import { closeIssues } from '../runs/update-issues.ts'
import { eraseIssue, withoutEvidence } from './erase-quality.ts'

/**
 * Forgets whom an erased order is about, where the order was judged only after its erasure, by an event that came late:
 * nobody asks for that run any more. From then on the run knows the order's newest version, and what is still on its
 * way changes nothing. A run from before is erased by the request itself, which counts it.
 */
export const eraseRunWhenOrderErased = reaction({
  name: 'erase-run-when-order-erased',
  on: [orderErased],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    const known = await findRun(store, order.id)
    const isLate = known === undefined || known.checkedAt >= (order.erasedAt ?? now)
    const left = isLate ? closeRun(known, order, now) : undefined
    if (left === undefined) return
    const opened = await issuesOf(store, order.id, known?.issues ?? [])
    const erased = opened
      .filter(({ erasedAt }) => erasedAt === undefined)
      .map((issue) => closeAndErase(issue, order, now))
    await commitRun({ ...left, next: withoutEvidence(left.next) }, erased, cause, now)
  },
})

/** Settles an issue that the order's end did not find, and erases it, as one change. */
function closeAndErase(
  issue: CheckIssue,
  order: Parameters<typeof closeIssues>[1],
  now: string,
): Decision<Issue> {
  const [left] = closeIssues([issue], order, now)
  if (left === undefined) return eraseIssue(issue, now)
  const { next } = eraseIssue({ ...left.next, version: issue.version }, now)
  return { next, events: left.events }
}
