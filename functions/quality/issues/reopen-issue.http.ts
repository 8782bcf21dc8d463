import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { reopenIssue } from './issue.ts'
import { IssuePath, IssueView, ReopenRequest } from './issue-requests.ts'

/** Reopens a resolved issue. For a waived issue this ends the waiver, and the order is held again. */
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
