import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { triageIssue } from './issue.ts'
import { IssuePath, IssueView, TriageRequest } from './issue-requests.ts'

/** Says whose work an open issue is, and how bad it is. */
export const triageIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/triage',
  scope: 'quality:write',
  summary: 'Triage a quality issue',
  params: IssuePath,
  request: TriageRequest,
  response: IssueView,
  success: 200,
  changes: true,
  run: (context) => changeIssue(context, (issue, now) => triageIssue(issue, context.body, now)),
})
