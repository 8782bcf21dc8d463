import { route } from '../../../shared/http/route.ts'
import { loadBackTest } from './back-test.store.ts'
import { BackTestPath, BackTestView } from './back-test-requests.ts'

/** Shows a back-test: how far it is, what the check would have held, and what of that was right. */
export const getBackTestRoute = route({
  method: 'GET',
  path: '/quality/back-tests/{backTestId}',
  scope: 'quality:read',
  summary: 'Show a back-test',
  params: BackTestPath,
  response: BackTestView,
  success: 200,
  run: ({ params, principal }) => loadBackTest(principal.store, params.backTestId),
})
