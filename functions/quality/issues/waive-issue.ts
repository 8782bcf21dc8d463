import { issueWaived } from '../../../events/quality/issue-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { blocks, type Issue, illegalTransition, isClosed, isOfCheck, nextVersion } from './issue.ts'

/** An approver's decision to waive one check for one order. */
export interface WaiveIssue {
  readonly reason: string
  readonly expiresAt: string
  readonly requestedBy?: string | undefined
}

const maxMilliseconds = 366 * 86_400_000

/**
 * Waives one check for one order, for the present content of its relevant part. Errors: `forbidden` for the user who
 * opened the issue, changed the order or requested the waiver; `invalid-request` for an expiry in the past or too
 * far ahead; `illegal-transition` when there is nothing to waive.
 */
export function waiveIssue(
  issue: Issue,
  { reason, expiresAt, requestedBy }: WaiveIssue,
  by: string,
  now: string,
): Decision<Issue> {
  if (!isOfCheck(issue)) throw illegalTransition(issue, 'Only an issue of a check can be waived.')
  if (isClosed(issue)) throw illegalTransition(issue, `Cannot waive an issue that is ${issue.status}.`)
  if (!blocks(issue))
    throw illegalTransition(issue, 'The issue does not hold the order. There is nothing to waive.')
  if ([issue.openedBy, issue.changedBy, requestedBy].includes(by))
    throw new DomainError(
      'forbidden',
      'Whoever opened the issue, changed the order or requested the waiver cannot approve it.',
    )
  const ahead = Date.parse(expiresAt) - Date.parse(now)
  if (ahead <= 0 || ahead > maxMilliseconds) {
    const expected = 'a time that is ahead, by a year at most'
    throw new DomainError('invalid-request', `expiresAt: expected ${expected}`, {
      fields: [{ path: 'expiresAt', expected, received: expiresAt }],
    })
  }
  const { orderId, check, relevant } = issue
  const asked = requestedBy === undefined ? {} : { requestedBy }
  const waiver = { reason, by, ...asked, at: now, expiresAt, relevant }
  return nextVersion({ ...issue, status: 'resolved', resolution: 'waived', resolvedAt: now, waiver }, now, [
    issueWaived.happened({ orderId, check, reason, expiresAt }),
  ])
}
