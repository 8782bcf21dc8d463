import {
  orderChanged,
  orderCorrected,
  orderCorrectionUndone,
  orderPaid,
  orderPlaced,
} from '../../events/order-events.ts'
import { reaction } from '../../shared/inbox/reaction.ts'
import { judgeOrder } from './judge-order.store.ts'
import { loadKnownAndRun } from './known.store.ts'
import { findRun } from './quality.store.ts'
import { isJudged } from './run.ts'

/**
 * Checks an order as soon as it is placed, and again whenever its content or payment changes: passes it, or opens an
 * issue for each failed check and resolves those whose cause is gone.
 */
export const runChecksWhenOrderChanges = reaction({
  name: 'run-checks-when-order-changes',
  on: [orderPlaced, orderChanged, orderCorrected, orderCorrectionUndone, orderPaid],
  run: async ({ type, store, actor, snapshot: order }, context) => {
    // What the suite corrects by itself is still the order of whoever placed it.
    const by = actor.type === 'system' ? undefined : actor.id
    if (type === orderPlaced.type) {
      const { run, known } = await loadKnownAndRun(order)
      if (run === undefined) return judgeOrder(order, undefined, context, by, known)
    }
    const run = await findRun(store, order.id)
    if (!isJudged(run, order)) await judgeOrder(order, run, context, by)
  },
})
