import type { Cause } from '../../shared/decision.ts'
import { DomainError } from '../../shared/domain-error.ts'
import { commitRequest, findRequest, requestsToReview } from './request.store.ts'
import { reviewRequest } from './request.ts'

/** Asks again about every request, of every store, whose day has come; tells how many. */
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
      // Somebody was faster: the next look finds what they left.
      if (!(error instanceof DomainError && error.code === 'stale-version')) throw error
    }
  }
  return reviewed
}
