import { defectLifted } from '../../../events/quality/defect-events.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { reaction } from '../../../shared/inbox/reaction.ts'
import { commitPage, findScan } from './order-scan.store.ts'
import { beginDefectScan, reverseScan } from './order-scan.ts'

/** Begins to release exactly the orders that a defect held, even while it is still holding more. */
export const releaseOrdersWhenDefectLifted = reaction({
  name: 'release-orders-when-defect-lifted',
  on: [defectLifted],
  run: async ({ store, aggregate, data: { subject, value } }, { cause, now }) => {
    const sweep = await findScan(store, aggregate.id)
    if (sweep?.purpose === 'tell' || sweep?.purpose === 'recheck') return
    const decision =
      sweep === undefined
        ? beginDefectScan('release', store, { defectId: aggregate.id, subject, value }, now)
        : reverseScan(sweep, now)
    const { outcome } = await commitPage(decision, [], cause, now)
    if (outcome === 'exists')
      throw new DomainError('stale-version', 'no sweep was known, but there is one by now: read it again')
  },
})
