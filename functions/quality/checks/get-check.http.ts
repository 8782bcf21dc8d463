import { route } from '../../../shared/http/route.ts'
import { CheckPath, CheckView, requireCheck, toCheckView } from './check-requests.ts'
import { findCheckSettings } from './check-settings.store.ts'

/** Shows a check, and how the store has it made. */
export const getCheckRoute = route({
  method: 'GET',
  path: '/quality/checks/{code}',
  scope: 'quality:read',
  summary: 'Show a check and its settings',
  params: CheckPath,
  response: CheckView,
  success: 200,
  run: async ({ params, principal }) =>
    toCheckView(requireCheck(params.code), await findCheckSettings(principal.store)),
})
