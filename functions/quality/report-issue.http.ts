import { answer, answerOnce, created, etag, route } from '../../shared/http/route.ts'
import { IssueView, ReportIssueRequest } from './issue-requests.ts'
import { commitReport, receiveReport } from './reported-issue.store.ts'

/**
 * Reports something that went wrong. While an issue of the same category and references is open, the report joins it:
 * it is counted there, and that issue is returned.
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
  run: async ({ body, principal: { id, store }, idempotency, cause, now }) => {
    const reported = await receiveReport(store, body, id, now)
    const { next } = reported.issue
    const location = `/quality/issues/${next.id}`
    const first =
      reported.subject === undefined
        ? answer(200, next, { location, etag: etag(next.version) })
        : created(location, next)
    return answerOnce(
      first,
      await commitReport(reported, cause, now, idempotency?.marker(first)),
      idempotency,
    )
  },
})
