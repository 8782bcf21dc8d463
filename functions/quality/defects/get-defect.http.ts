import { route } from '../../../shared/http/route.ts'
import { findDefectScan, loadDefect } from './defect.store.ts'
import { DefectPath, DefectView, toDefectView } from './defect-requests.ts'

/** Returns a defect: how many orders it holds, their total, and the progress of the order scan. */
export const getDefectRoute = route({
  method: 'GET',
  path: '/quality/defects/{defectId}',
  scope: 'quality:read',
  summary: 'Get a defect',
  params: DefectPath,
  response: DefectView,
  success: 200,
  run: async ({ params: { defectId }, principal: { store } }) => {
    const [defect, scan] = await Promise.all([loadDefect(store, defectId), findDefectScan(store, defectId)])
    return toDefectView(defect, scan)
  },
})
