import { route } from '../../../shared/http/route.ts'
import { addToIssue } from './change-issue.usecase.ts'
import { IssuePath, IssueView, WaiveRequest } from './issue-requests.ts'
import { waiveIssue } from './waive-issue.ts'

/**
 * Waives one check for one order, until a time and while the part of the order that the check looks at stays as it is.
 * Not for who opened the issue, who made the order so, or who asked for the waiver.
 */
export const waiveIssueRoute = route({
  method: 'POST',
  path: '/quality/issues/{issueId}/waiver',
  scope: 'quality:approve',
  summary: 'Waive a check for one order',
  params: IssuePath,
  request: WaiveRequest,
  response: IssueView,
  success: 201,
  idempotencyKey: 'optional',
  changes: true,
  run: (context) => {
    const { body, principal } = context
    return addToIssue(context, (issue, now) => waiveIssue(issue, body, principal.id, now))
  },
})
