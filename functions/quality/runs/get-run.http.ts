import { route } from '../../../shared/http/route.ts'
import { load } from '../../../shared/table/load.store.ts'
import { runs } from './run.store.ts'
import { RunPath, RunView, toRunView } from './run-requests.ts'

/** Returns the newest run of an order's checks: the outcome and evidence of each check. */
export const getRunRoute = route({
  method: 'GET',
  path: '/quality/runs/{orderId}',
  scope: 'quality:read',
  summary: 'Get the newest check run of an order',
  params: RunPath,
  response: RunView,
  success: 200,
  run: async ({ params, principal }) => toRunView(await load(runs, principal.store, params.orderId)),
})
