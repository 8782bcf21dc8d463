import { scanAdvanced } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { openProblem } from '../checks/risk/open-problem.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { failedChecks } from './failed-checks.ts'
import { loadRuns } from './run.store.ts'

/**
 * Runs the checks again for orders that fail the open-problem check, once a defect is lifted. This releases orders
 * that arrived while the defect was open: no scan has held them.
 */
export const checkAgainWhenDefectLifted = reaction({
  name: 'check-again-when-defect-lifted',
  on: [scanAdvanced],
  run: async ({ store, snapshot, data: { orderIds } }, context) => {
    if (snapshot.purpose !== 'release') return
    for (const run of await loadRuns(store, orderIds)) {
      if (failedChecks(run.results).includes(openProblem.code)) await evaluateOrder(run.order, run, context)
    }
  },
})
