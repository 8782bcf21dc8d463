import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { resolveIssue } from './issue.ts'
import { IssuePath, IssueView, ResolveRequest } from './issue-requests.ts'

/**
 * Resolves an issue as fixed or as no fault. An issue that holds its order is resolved by correcting the order, or
 * waived.
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
