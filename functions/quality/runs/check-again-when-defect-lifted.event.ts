import { scanAdvanced } from '../../../events/orders/order-scan-events.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { openProblem } from '../checks/risk/open-problem.ts'
import { evaluateOrder } from './evaluate-order.usecase.ts'
import { failedChecks } from './failed-checks.ts'
import { loadRuns } from './run.store.ts'

/**
 * Checks those orders again that the check of open problems holds, when a defect was lifted: of the orders that the
 * sweep names, each that fails it. Orders that came in while the defect stood are freed so; they were never swept.
 */
export const checkAgainWhenDefectLifted = reaction({
  name: 'check-again-when-defect-lifted',
  on: [scanAdvanced],
  run: async ({ store, snapshot, data: { orderIds } }, context) => {
    if (snapshot.purpose !== 'release') return
    const known = await loadRuns(store, orderIds)
    for (const run of known) {
      if (failedChecks(run.results).includes(openProblem.code)) await evaluateOrder(run.order, run, context)
    }
  },
})
