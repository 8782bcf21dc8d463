import { issueResolved } from '../../events/quality-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from './order.store.ts'
import { followIssue } from './order-holds.ts'

/** Releases the hold of an issue whose cause is gone. */
export const releaseHoldWhenIssueResolved = reaction({
  name: 'release-hold-when-issue-resolved',
  on: [issueResolved],
  run: async ({ store, aggregate, data }, { cause, now }) => {
    const order = await loadOrder(store, data.orderId)
    const word = {
      issueId: aggregate.id,
      issueVersion: aggregate.version,
      code: data.check,
      open: false,
      reason: 'the cause is gone',
    }
    await commitOrder(followIssue(order, word, now), cause, now)
  },
})
