import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { startIssue } from './issue.ts'
import { IssuePath, IssueView, StartRequest } from './issue-requests.ts'

/** Records who works on an issue: the caller, unless an assignee is given. */
export const startIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/start',
  scope: 'quality:write',
  summary: 'Start work on a quality issue',
  params: IssuePath,
  request: StartRequest,
  response: IssueView,
  success: 200,
  changes: true,
  run: (context) => {
    const { body, principal } = context
    return changeIssue(context, (issue, now) => startIssue(issue, body.assignee ?? principal.id, now))
  },
})
