import { route } from '../../../shared/http/route.ts'
import { findDefectScan, loadDefect } from './defect.store.ts'
import { DefectPath, DefectView, toDefectView } from './defect-requests.ts'

/** Shows a defect: how many orders it holds, how much money that is, and how far the walk through the orders has come. */
export const getDefectRoute = route({
  method: 'GET',
  path: '/quality/defects/{defectId}',
  scope: 'quality:read',
  summary: 'Show a defect',
  params: DefectPath,
  response: DefectView,
  success: 200,
  run: async ({ params: { defectId }, principal: { store } }) => {
    const [defect, sweep] = await Promise.all([loadDefect(store, defectId), findDefectScan(store, defectId)])
    return toDefectView(defect, sweep)
  },
})
