import { route } from '../../../shared/http/route.ts'
import { loadBackTest } from './back-test.store.ts'
import { BackTestPath, BackTestView } from './back-test-requests.ts'

/** Returns a back-test: its progress, what the check would have held, and how much of that was right. */
export const getBackTestRoute = route({
  method: 'GET',
  path: '/quality/back-tests/{backTestId}',
  scope: 'quality:read',
  summary: 'Get a back-test',
  params: BackTestPath,
  response: BackTestView,
  success: 200,
  run: ({ params, principal }) => loadBackTest(principal.store, params.backTestId),
})
