import type { Cause, Decision } from '../../../shared/decision.ts'
import {
  type Answer,
  answerOnce,
  created,
  type Idempotency,
  type Principal,
} from '../../../shared/http/route.ts'
import { commitIssue, loadIssue } from './issue.store.ts'
import type { Issue } from './issue.ts'

/** What a request to change one issue brings along. */
interface ChangeRequest {
  readonly params: { readonly issueId: string }
  readonly principal: Principal
  readonly ifMatch: (version: number) => void
  readonly cause: Cause
  readonly now: string
}

/** One change of one issue on a caller's behalf: load it, see that it is the version they know, decide, commit, show. */
export async function changeIssue(
  { params, principal, ifMatch, cause, now }: ChangeRequest,
  decide: (issue: Issue, now: string) => Decision<Issue>,
): Promise<Issue> {
  const issue = await loadIssue(principal.store, params.issueId)
  ifMatch(issue.version)
  const decision = decide(issue, now)
  await commitIssue(decision, cause, now)
  return decision.next
}

/** The same for what adds something to an issue: under an `Idempotency-Key` it is added once. */
export async function addToIssue(
  request: ChangeRequest & { readonly idempotency: Idempotency | undefined },
  decide: (issue: Issue, now: string) => Decision<Issue>,
): Promise<Answer> {
  const { params, principal, ifMatch, cause, now, idempotency } = request
  const issue = await loadIssue(principal.store, params.issueId)
  ifMatch(issue.version)
  const decision = decide(issue, now)
  const first = created(`/quality/issues/${issue.id}`, decision.next)
  return answerOnce(first, await commitIssue(decision, cause, now, idempotency?.marker(first)), idempotency)
}
