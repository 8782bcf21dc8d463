import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { resolveIssue } from './issue.ts'
import { IssuePath, IssueView, ResolveRequest } from './issue-requests.ts'

/**
 * Notes that an issue was set right, or that nothing was wrong. One that keeps an order is resolved by the order's
 * correction, or waived.
 */
export const resolveIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/resolve',
  scope: 'quality:write',
  summary: 'Resolve a quality issue',
  params: IssuePath,
  request: ResolveRequest,
  response: IssueView,
  success: 200,
  changes: true,
  run: (context) => changeIssue(context, (issue, now) => resolveIssue(issue, context.body, now)),
})
