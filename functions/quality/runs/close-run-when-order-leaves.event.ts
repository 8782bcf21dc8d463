import { orderCancelled, orderDispatched } from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { issuesOf } from '../issues/issue.store.ts'
import { commitRun, findRun } from './run.store.ts'
import { closeRun } from './run.ts'
import { closeIssues } from './update-issues.ts'

/**
 * Closes the run of an order that was dispatched or cancelled: it is not checked again, and its issues ask for no more
 * work.
 */
export const closeRunWhenOrderLeaves = reaction({
  name: 'close-run-when-order-leaves',
  on: [orderDispatched, orderCancelled],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    const run = await findRun(store, order.id)
    const closed = closeRun(run, order, now)
    if (closed === undefined) return
    const issues = await issuesOf(store, order.id, run?.issues ?? [])
    await commitRun(closed, closeIssues(issues, order, now), cause, now)
  },
})
