import { type Answer, answer, answerOnce, created, etag, route } from '../../../shared/http/route.ts'
import { IssueView, ReportIssueRequest } from './issue-requests.ts'
import type { ReportDecision } from './reported-issue.store.ts'
import { fileReport } from './reported-issue.usecase.ts'

/**
 * Reports a problem. If an issue of the same category and references is open, the report is added to it and that issue
 * is returned.
 */
export const reportIssueRoute = route({
  method: 'POST',
  path: '/quality/issues',
  scope: 'quality:write',
  summary: 'Report a quality issue',
  request: ReportIssueRequest,
  response: IssueView,
  success: 201,
  idempotencyKey: 'required',
  run: async ({ body, principal: { id: by, store }, idempotency, cause, now }) => {
    const { reported, outcome } = await fileReport(store, body, {
      by,
      cause,
      now,
      markerOf: (decided) => idempotency?.marker(responseTo(decided)),
    })
    return answerOnce(responseTo(reported), outcome, idempotency)
  },
})

function responseTo({ issue: { next }, subject }: ReportDecision): Answer {
  const location = `/quality/issues/${next.id}`
  return subject === undefined
    ? answer(200, next, { location, etag: etag(next.version) })
    : created(location, next)
}
