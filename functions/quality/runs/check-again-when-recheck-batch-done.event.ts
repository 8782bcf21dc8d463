import { scanAdvanced } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { loadRuns } from './run.store.ts'

/** Runs the checks again for the orders that new facts of a SKU or of the store concern. */
export const checkAgainWhenRecheckBatchDone = reaction({
  name: 'check-again-when-recheck-batch-done',
  on: [scanAdvanced],
  run: async ({ store, snapshot, data: { orderIds } }, context) => {
    if (snapshot.purpose !== 'recheck') return
    for (const run of await loadRuns(store, orderIds)) await evaluateOrder(run.order, run, context)
  },
})
