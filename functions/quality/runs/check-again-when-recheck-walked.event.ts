import { sweepAdvanced } from '../../../events/orders/sweep-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { loadMany } from '../../../shared/table/load.store.ts'
import { judgeOrder } from './judge-order.store.ts'
import { runs } from './quality.store.ts'

/** Checks those orders again that something which became known of a SKU or of the store concerns. */
export const checkAgainWhenRecheckWalked = reaction({
  name: 'check-again-when-recheck-walked',
  on: [sweepAdvanced],
  run: async ({ store, snapshot, data: { orderIds } }, context) => {
    if (snapshot.purpose !== 'recheck') return
    for (const run of await loadMany(runs, store, orderIds)) await judgeOrder(run.order, run, context)
  },
})
