import { route } from '../../../shared/http/route.ts'
import { addToIssue } from './change-issue.usecase.ts'
import { commentOnIssue } from './issue.ts'
import { CommentRequest, IssuePath, IssueView } from './issue-requests.ts'

/** Adds a comment to an issue; the history lists all comments with their authors. */
export const commentOnIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/comments',
  scope: 'quality:write',
  summary: 'Comment on a quality issue',
  params: IssuePath,
  request: CommentRequest,
  response: IssueView,
  success: 201,
  idempotencyKey: 'optional',
  changes: true,
  run: (context) => addToIssue(context, (issue, now) => commentOnIssue(issue, context.body.comment, now)),
})
