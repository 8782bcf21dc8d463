import { route } from '../../../shared/http/route.ts'
import { findOpenDefects } from './defect.store.ts'
import { OpenDefectsView } from './defect-requests.ts'

/** Lists the defects that stand: what checks hold new orders for. How far each walk is, the defect itself shows. */
export const listDefectsRoute = route({
  method: 'GET',
  path: '/quality/defects',
  scope: 'quality:read',
  summary: 'List the defects that stand',
  response: OpenDefectsView,
  success: 200,
  run: async ({ principal: { store } }) => ({ items: [...((await findOpenDefects(store))?.defects ?? [])] }),
})
