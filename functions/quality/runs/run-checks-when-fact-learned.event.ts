import { factLearned } from '../../../events/quality/check-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { findRun } from './run.store.ts'

/**
 * Runs the checks of an order again when its facts are recorded. If the order is not placed yet, the facts wait for
 * it. Facts of a SKU or of the store apply to future runs.
 */
export const runChecksWhenFactLearned = reaction({
  name: 'run-checks-when-fact-learned',
  on: [factLearned],
  run: async ({ store, snapshot }, context) => {
    if (snapshot.subject !== 'order') return
    const run = await findRun(store, snapshot.orderId)
    if (run === undefined || (run.factsVersion ?? 0) >= snapshot.version) return
    await evaluateOrder(run.order, run, context)
  },
})
