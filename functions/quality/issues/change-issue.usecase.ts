import type { Decision } from '../../../shared/decision.ts'
import { type Answer, answerOnce, created, type Idempotency } from '../../../shared/http/route.ts'
import { type ChangeRequest, changeAggregate } from '../../../shared/table/change-aggregate.usecase.ts'
import { commitIssue, loadIssue } from './issue.store.ts'
import type { Issue } from './issue.ts'

type IssueRequest = ChangeRequest & { readonly params: { readonly issueId: string } }

/** Changes one issue on a caller's behalf and returns its next version. */
export const changeIssue = (
  request: IssueRequest,
  decide: (issue: Issue, now: string) => Decision<Issue>,
): Promise<Issue> =>
  changeAggregate({ load: loadIssue, commit: commitIssue }, request.params.issueId, request, decide)

/** Adds something to an issue and returns 201 with the issue: once for each `Idempotency-Key`. */
export async function addToIssue(
  request: IssueRequest & { readonly idempotency: Idempotency | undefined },
  decide: (issue: Issue, now: string) => Decision<Issue>,
): Promise<Answer> {
  const { params, principal, ifMatch, cause, now, idempotency } = request
  const issue = await loadIssue(principal.store, params.issueId)
  ifMatch(issue.version)
  const decision = decide(issue, now)
  const first = created(`/quality/issues/${issue.id}`, decision.next)
  return answerOnce(first, await commitIssue(decision, cause, now, idempotency?.marker(first)), idempotency)
}
