import { route } from '../../../shared/http/route.ts'
import { addToIssue } from './change-issue.usecase.ts'
import { IssuePath, IssueView, WaiveRequest } from './issue-requests.ts'
import { waiveIssue } from './waive-issue.ts'

/**
 * Waives one check for one order, until an instant and while the relevant part of the order stays unchanged. Forbidden
 * for the user who opened the issue, made the order's current content, or requested the waiver.
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
