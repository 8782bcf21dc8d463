import { issueWaived } from '../../../events/quality/issue-events.ts'
import type { Decision } from '../../../shared/decision.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { blocks, type Issue, illegalTransition, isClosed, isOfCheck, nextVersion } from './issue.ts'

/** An approver's word that one check is not to keep one order. */
export interface WaiveIssue {
  readonly reason: string
  readonly expiresAt: string
  readonly requestedBy?: string | undefined
}

const maxMilliseconds = 366 * 86_400_000

/**
 * Waives one check for one order, as far as the check looks at it now. Errors: `forbidden` for who opened the issue,
 * changed the order so, or asked for the waiver; `invalid-request` for an expiry that is not ahead; `illegal-transition`
 * when nothing is to be waived.
 */
export function waiveIssue(
  issue: Issue,
  { reason, expiresAt, requestedBy }: WaiveIssue,
  by: string,
  now: string,
): Decision<Issue> {
  if (!isOfCheck(issue))
    throw illegalTransition(issue, 'only an issue of a check can be waived; this one was reported')
  if (isClosed(issue))
    throw illegalTransition(
      issue,
      `to waive an issue it is expected not to be settled; this one is ${issue.status}`,
    )
  if (!blocks(issue)) throw illegalTransition(issue, 'this issue keeps no order: there is nothing to waive')
  if ([issue.openedBy, issue.changedBy, requestedBy].includes(by))
    throw new DomainError(
      'forbidden',
      'an approver is expected who neither opened the issue, nor made the order so, nor asked for the waiver',
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
