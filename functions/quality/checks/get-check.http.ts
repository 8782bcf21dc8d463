import { route } from '../../../shared/http/route.ts'
import { CheckPath, CheckView, requireCheck, toCheckView } from './check-requests.ts'
import { findCheckSettings } from './check-settings.store.ts'

/** Returns a check and the store's settings of it. */
export const getCheckRoute = route({
  method: 'GET',
  path: '/quality/checks/{code}',
  scope: 'quality:read',
  summary: 'Get a check and its settings',
  params: CheckPath,
  response: CheckView,
  success: 200,
  run: async ({ params, principal }) =>
    toCheckView(requireCheck(params.code), await findCheckSettings(principal.store)),
})
