import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { reopenIssue } from './issue.ts'
import { IssuePath, IssueView, ReopenRequest } from './issue-requests.ts'

/** Takes up again what was resolved. With a waived issue its waiver ends, and the order is held again. */
export const reopenIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/reopen',
  scope: 'quality:write',
  summary: 'Reopen a quality issue',
  params: IssuePath,
  request: ReopenRequest,
  response: IssueView,
  success: 200,
  changes: true,
  run: (context) => changeIssue(context, (issue, now) => reopenIssue(issue, context.body.reason, now)),
})
