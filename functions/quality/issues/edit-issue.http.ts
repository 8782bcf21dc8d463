import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { editIssue } from './issue.ts'
import { EditIssueRequest, IssuePath, IssueView } from './issue-requests.ts'

/** Updates an issue: assignee, department, severity, root cause and costs. */
export const editIssueRoute = route({
  method: 'PATCH',
  path: '/quality/issues/{issueId}',
  scope: 'quality:write',
  summary: 'Update a quality issue (JSON merge patch)',
  params: IssuePath,
  request: EditIssueRequest,
  response: IssueView,
  success: 200,
  changes: true,
  run: (context) => changeIssue(context, (issue, now) => editIssue(issue, context.body, now)),
})
