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
 * Erases the run of an order that was checked after its erasure, because an event arrived late: the request has
 * already passed and will not find this run. The run then holds the order's newest version, so older events change
 * nothing. An older run is erased by the request itself, which counts it.
 */
export const eraseRunWhenOrderErased = reaction({
  name: 'erase-run-when-order-erased',
  on: [orderErased],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    const run = await findRun(store, order.id)
    const isLate = run === undefined || run.checkedAt >= (order.erasedAt ?? now)
    const closed = isLate ? closeRun(run, order, now) : undefined
    if (closed === undefined) return
    const issues = await issuesOf(store, order.id, run?.issues ?? [])
    const erased = issues
      .filter(({ erasedAt }) => erasedAt === undefined)
      .map((issue) => closeAndErase(issue, order, now))
    await commitRun({ ...closed, next: withoutEvidence(closed.next) }, erased, cause, now)
  },
})

/** Closes and erases an issue as one change. */
function closeAndErase(
  issue: CheckIssue,
  order: Parameters<typeof closeIssues>[1],
  now: string,
): Decision<Issue> {
  const [closed] = closeIssues([issue], order, now)
  if (closed === undefined) return eraseIssue(issue, now)
  const { next } = eraseIssue({ ...closed.next, version: issue.version }, now)
  return { next, events: closed.events }
}
