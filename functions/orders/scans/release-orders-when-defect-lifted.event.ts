import { defectLifted } from '../../../events/quality/defect-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage, findScan } from './order-scan.store.ts'
import { beginDefectScan, reverseScan } from './order-scan.ts'

/** Starts to release exactly the orders that a defect held, even while its scan still holds more. */
export const releaseOrdersWhenDefectLifted = reaction({
  name: 'release-orders-when-defect-lifted',
  on: [defectLifted],
  run: async ({ store, aggregate, data: { subject, value } }, { cause, now }) => {
    const scan = await findScan(store, aggregate.id)
    if (scan?.purpose === 'report' || scan?.purpose === 'recheck') return
    const decision =
      scan === undefined
        ? beginDefectScan('release', store, { defectId: aggregate.id, subject, value }, now)
        : reverseScan(scan, now)
    const { outcome } = await commitPage(decision, [], cause, now)
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'Another scan of the defect started at the same time; retry.')
  },
})
