import { route } from '../../../shared/http/route.ts'
import { retryOnBusy } from '../../../shared/retry.ts'
import { commitDefect, findDefectScan, findOpenDefects, loadDefect } from './defect.store.ts'
import { liftDefect } from './defect.ts'
import { DefectPath, DefectView, LiftDefectRequest, toDefectView } from './defect-requests.ts'

/**
 * Lifts a defect: exactly the orders that it held are released, and those that the open-problem check held are checked
 * again.
 */
export const liftDefectRoute = route({
  method: 'POST',
  path: '/quality/defects/{defectId}/lift',
  scope: 'quality:write',
  summary: 'Lift a defect',
  params: DefectPath,
  request: LiftDefectRequest,
  response: DefectView,
  success: 200,
  changes: true,
  run: ({ params: { defectId }, body: { reason }, principal: { id: by, store }, ifMatch, cause, now }) =>
    retryOnBusy(async () => {
      const [defect, open, scan] = await Promise.all([
        loadDefect(store, defectId),
        findOpenDefects(store),
        findDefectScan(store, defectId),
      ])
      ifMatch(defect.version)
      const decision = liftDefect(defect, open, { reason, by }, now)
      await commitDefect(decision, cause, now)
      return toDefectView(decision.defect.next, scan)
    }),
})
