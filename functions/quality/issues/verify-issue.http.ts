import { route } from '../../../shared/http/route.ts'
import { changeIssue } from './change-issue.usecase.ts'
import { verifyIssue } from './issue.ts'
import { IssuePath, IssueView, VerifyRequest } from './issue-requests.ts'

/** Verifies a resolved issue; the finding counts in the record of its check. */
export const verifyIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/verify',
  scope: 'quality:write',
  summary: 'Verify a resolved quality issue',
  params: IssuePath,
  request: VerifyRequest,
  response: IssueView,
  success: 200,
  changes: true,
  run: (context) => changeIssue(context, (issue, now) => verifyIssue(issue, context.body, now)),
})
