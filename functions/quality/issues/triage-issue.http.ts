import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { triageIssue } from './issue.ts'
import { IssuePath, IssueView, TriageRequest } from './issue-requests.ts'

/** Assigns an open issue to a department, with a severity. */
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
