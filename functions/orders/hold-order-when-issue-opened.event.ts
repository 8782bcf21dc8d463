import { issueOpened, issueReopened } from '../../events/quality-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { commitOrder, loadOrder } from './order.store.ts'
import { followIssue } from './order-holds.ts'

/** Holds an order for an issue that blocks it, under the name of the check that failed. */
export const holdOrderWhenIssueOpened = reaction({
  name: 'hold-order-when-issue-opened',
  on: [issueOpened, issueReopened],
  run: async ({ store, aggregate, data }, { cause, now }) => {
    if (!data.blocks) return
    const order = await loadOrder(store, data.orderId)
    const word = {
      issueId: aggregate.id,
      issueVersion: aggregate.version,
      code: data.check,
      open: true,
      reason: `the check ${data.check} failed`,
    }
    await commitOrder(followIssue(order, word, now), cause, now)
  },
})
