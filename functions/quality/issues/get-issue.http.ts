import { route } from '../../../shared/http/route.ts'
import { loadIssue } from './issue.store.ts'
import { IssuePath, IssueView } from './issue-requests.ts'

/** Returns a quality issue with its evidence. */
export const getIssueRoute = route({
  method: 'GET',
  path: '/quality/issues/{issueId}',
  scope: 'quality:read',
  summary: 'Get a quality issue',
  params: IssuePath,
  response: IssueView,
  success: 200,
  run: ({ params, principal }) => loadIssue(principal.store, params.issueId),
})
