import { issueWaived, waiverEnded } from '../../../events/quality/issue-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { findRun } from './run.store.ts'

/**
 * Runs the checks of an order again when a check is waived or a waiver ends. Other ends need no run: a waiver that
 * ended with a change of the order ended in the run that found the change, and an order that has left needs none.
 */
export const runChecksWhenWaiverChanges = reaction({
  name: 'run-checks-when-waiver-changes',
  on: [issueWaived, waiverEnded],
  run: async ({ store, data }, context) => {
    if ('why' in data && data.why !== 'expired' && data.why !== 'revoked') return
    const run = await findRun(store, data.orderId)
    if (run !== undefined) await evaluateOrder(run.order, run, context)
  },
})
