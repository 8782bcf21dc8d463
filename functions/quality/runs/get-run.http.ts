import { route } from '../../../shared/http/route.ts'
import { load } from '../../../shared/table/load.store.ts'
import { runs } from './run.store.ts'
import { RunPath, RunView, toRunView } from './run-requests.ts'

/** Shows the newest run of an order's checks: each check, what it said and why. */
export const getRunRoute = route({
  method: 'GET',
  path: '/quality/runs/{orderId}',
  scope: 'quality:read',
  summary: 'Show the newest check run of an order',
  params: RunPath,
  response: RunView,
  success: 200,
  run: async ({ params, principal }) => toRunView(await load(runs, principal.store, params.orderId)),
})
