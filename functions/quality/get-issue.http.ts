import { route } from '../../shared/http/route.ts'
import { load } from '../../shared/table/load.store.ts'
import { issues } from './quality.store.ts'
import { IssuePath, IssueView } from './quality-requests.ts'

/** Shows a quality issue with its evidence. */
export const getIssueRoute = route({
  method: 'GET',
  path: '/quality/issues/{issueId}',
  scope: 'quality:read',
  summary: 'Show a quality issue',
  params: IssuePath,
  response: IssueView,
  success: 200,
  run: ({ params, principal }) => load(issues, principal.store, params.issueId),
})
