import type { Cause } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import { commitRequest, findRequest, requestsToReview } from './request.store.ts'
import { reviewRequest } from './request.ts'

/** Reviews the due requests of every store and returns how many. */
export async function reviewRequests(cause: Cause, now: string): Promise<number> {
  let reviewed = 0
  for (const { store, id } of await requestsToReview(now)) {
    const request = await findRequest(store, id)
    const decision = request && reviewRequest(request, now)
    if (decision === undefined || decision.events.length === 0) continue
    try {
      await commitRequest(decision, cause, now)
      reviewed += 1
    } catch (error) {
      // Another change was faster: the next review sees its result.
      if (!(error instanceof DomainError && error.code === 'stale-version')) throw error
    }
  }
  return reviewed
}
