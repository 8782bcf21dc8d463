import { orderChannelConflict } from '../../../events/orders/order-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { reportOnce } from '../issues/reported-issue.usecase.ts'
import { conflictReport } from './claim-report.ts'

/** Reports a channel update that conflicts with the order's status, once for each such update. */
export const openIssueWhenChannelConflicts = reaction({
  name: 'open-issue-when-channel-conflicts',
  on: [orderChannelConflict],
  run: async ({ store, snapshot: order, data: { says } }, { cause, now }) => {
    const reporting = { by: order.channel, cause, now, eventKey: `${order.id}.${says}` }
    await reportOnce(store, conflictReport(order, says), reporting)
  },
})
