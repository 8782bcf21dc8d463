import { issueResolved, issueWaived } from '../../../events/quality/issue-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from '../order/order.store.ts'
import { followIssue } from './order-holds.ts'

/** Releases the hold of an issue that was resolved, or that an approver waived: then only until the waiver expires. */
export const releaseHoldWhenIssueResolved = reaction({
  name: 'release-hold-when-issue-resolved',
  on: [issueResolved, issueWaived],
  run: async ({ store, aggregate, data }, { cause, now }) => {
    const { orderId, check } = data
    if (orderId === undefined || check === undefined) return
    const order = await loadOrder(store, orderId)
    const update = {
      issueId: aggregate.id,
      issueVersion: aggregate.version,
      code: check,
      open: false,
      ...('expiresAt' in data
        ? { reason: `waived: ${data.reason}`.slice(0, 300), until: data.expiresAt }
        : { reason: 'the cause is gone' }),
    }
    await commitOrder(followIssue(order, update, now), cause, now)
  },
})
