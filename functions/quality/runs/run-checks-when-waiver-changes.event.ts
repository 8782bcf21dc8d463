import { issueWaived, waiverEnded } from '../../../events/quality/issue-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { findRun } from './run.store.ts'

/**
 * Checks an order again when one of its checks was waived, or counts again. A waiver that ended with a change of the
 * order ended in the very run that found it, and one of an order that has left is of no more use.
 */
export const runChecksWhenWaiverChanges = reaction({
  name: 'run-checks-when-waiver-changes',
  on: [issueWaived, waiverEnded],
  run: async ({ store, data }, context) => {
    if ('why' in data && data.why !== 'expired' && data.why !== 'revoked') return
    const known = await findRun(store, data.orderId)
    if (known !== undefined) await evaluateOrder(known.order, known, context)
  },
})
