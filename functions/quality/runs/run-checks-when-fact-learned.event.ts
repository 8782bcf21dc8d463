import { factLearned } from '../../../events/quality/check-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { findRun } from './run.store.ts'

/**
 * Checks an order again when something became known of it. Facts of an order that is yet to come wait for it, and
 * those of a SKU or of the store hold for the runs to come.
 */
export const runChecksWhenFactLearned = reaction({
  name: 'run-checks-when-fact-learned',
  on: [factLearned],
  run: async ({ store, snapshot }, context) => {
    if (snapshot.subject !== 'order') return
    const known = await findRun(store, snapshot.orderId)
    if (known === undefined || (known.factsVersion ?? 0) >= snapshot.version) return
    await evaluateOrder(known.order, known, context)
  },
})
