import { orderCancelled, orderDispatched } from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { issuesOf } from '../issues/issue.store.ts'
import { commitRun, findRun } from './run.store.ts'
import { closeRun } from './run.ts'
import { closeIssues } from './update-issues.ts'

/**
 * Notes that an order was dispatched or cancelled: whatever is learned or set later, it is not judged again, and none
 * of its checks' issues asks for work on it any more.
 */
export const closeRunWhenOrderLeaves = reaction({
  name: 'close-run-when-order-leaves',
  on: [orderDispatched, orderCancelled],
  run: async ({ store, snapshot: order }, { cause, now }) => {
    const known = await findRun(store, order.id)
    const left = closeRun(known, order, now)
    if (left === undefined) return
    const opened = await issuesOf(store, order.id, known?.issues ?? [])
    await commitRun(left, closeIssues(opened, order, now), cause, now)
  },
})
