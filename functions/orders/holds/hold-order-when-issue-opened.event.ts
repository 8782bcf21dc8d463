import { issueChanged, issueOpened, issueReopened } from '../../../events/quality/issue-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from '../order/order.store.ts'
import { followIssue } from './order-holds.ts'

/**
 * Holds an order for a blocking issue, with the failed check as the hold's code. Releases the hold when the store sets
 * the check to warn only.
 */
export const holdOrderWhenIssueOpened = reaction({
  name: 'hold-order-when-issue-opened',
  on: [issueOpened, issueReopened, issueChanged],
  run: async ({ store, type, aggregate, data }, { cause, now }) => {
    const { orderId, check, blocks } = data
    if (orderId === undefined || check === undefined || blocks === undefined) return
    if (!blocks && type !== issueChanged.type) return
    const order = await loadOrder(store, orderId)
    const update = {
      issueId: aggregate.id,
      issueVersion: aggregate.version,
      code: check,
      open: blocks,
      reason: blocks ? `the check ${check} failed` : `the check ${check} only warns now`,
    }
    await commitOrder(followIssue(order, update, now), cause, now)
  },
})
