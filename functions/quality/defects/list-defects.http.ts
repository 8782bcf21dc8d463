import { route } from '../../../shared/http/route.ts'
import { findOpenDefects } from './defect.store.ts'
import { OpenDefectsView } from './defect-requests.ts'

/** Lists the open defects. The defect itself shows the progress of its scan. */
export const listDefectsRoute = route({
  method: 'GET',
  path: '/quality/defects',
  scope: 'quality:read',
  summary: 'List open defects',
  response: OpenDefectsView,
  success: 200,
  run: async ({ principal: { store } }) => ({ items: [...((await findOpenDefects(store))?.defects ?? [])] }),
})
