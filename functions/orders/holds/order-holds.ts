import { orderHeld, orderPassed, orderReleased } from '../../../events/orders/order-events.ts'
import type { Hold } from '../../../events/orders/order-schema.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import {
  illegalTransition,
  isOpen,
  isPassed,
  nextVersion,
  noChange,
  type Order,
  type OrderDecision,
  openHolds,
} from '../order/order.ts'

export interface PlaceHold {
  readonly code: string
  readonly reason: string
  readonly placedBy: string
}

/** Places a named hold on an order; it cannot be dispatched until the hold is released. Error: `hold-exists`. */
export function placeHold(order: Order, hold: PlaceHold, now: string): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'hold', ['placed', 'packed'])
  if (openHolds(order).some(({ code }) => code === hold.code)) {
    throw new DomainError('hold-exists', `Order already has a hold ${hold.code}.`)
  }
  const { code, reason } = hold
  return nextVersion(withHold(order, { ...hold, placedAt: now }), now, [orderHeld.happened({ code, reason })])
}

export interface ReleaseHold {
  readonly code: string
  readonly reason: string
  readonly releasedBy: string
}

/**
 * Releases a hold that a person placed, with a reason. A hold of an issue or defect is released with its cause or by an
 * approver's waiver; releasing it by hand would bypass both.
 * Errors: `not-found` when no such hold is open, `hold-has-cause` when a person placed none of them.
 */
export function releaseHold(
  order: Order,
  { code, reason, releasedBy }: ReleaseHold,
  now: string,
): OrderDecision {
  const named = openHolds(order).filter((open) => open.code === code)
  if (named.length === 0) throw new DomainError('not-found', 'Order has no open hold with this code.')
  const byHand = named.find(isByHand)
  if (byHand === undefined) throw hasCause(named)
  const released = withHold(order, { ...byHand, released: { at: now, by: releasedBy, reason } })
  return nextVersion(released, now, [orderReleased.happened({ code, reason })])
}

const isByHand = ({ issueId, defectId }: Hold): boolean => issueId === undefined && defectId === undefined

function hasCause(holds: readonly Hold[]): DomainError {
  const issueIds = holds.flatMap(({ issueId = [] }) => issueId)
  const defectIds = holds.flatMap(({ defectId = [] }) => defectId)
  return new DomainError(
    'hold-has-cause',
    'Cannot release this hold by hand: resolve or waive its issue, or lift its defect.',
    { details: { issueIds, defectIds } },
  )
}

/** An update of a quality issue about an order: the issue, its version, and whether it holds the order. */
export interface IssueUpdate {
  readonly issueId: string
  readonly issueVersion: number
  readonly code: string
  readonly open: boolean
  readonly reason: string
  /** Only for a release by a waiver: when the waiver expires. */
  readonly until?: string
}

/**
 * Follows a quality issue: holds while it is open, releases when it is resolved. Updates may arrive in any order and more
 * than once: one that is not newer than the last changes nothing. A resolution that arrives before its opening leaves a
 * released hold, so that the late opening is recognised as old.
 */
export function followIssue(order: Order, update: IssueUpdate, now: string): OrderDecision {
  const current = order.holds.find((hold) => hold.issueId === update.issueId)
  if (!isOpen(order) || (current?.issueVersion ?? 0) >= update.issueVersion) return noChange(order)
  const { code, reason, issueId, issueVersion, until } = update
  const wasOpen = current !== undefined && current.released === undefined
  const hold: Hold = {
    ...(wasOpen ? current : { code, reason, placedAt: now, placedBy: 'quality' }),
    issueId,
    issueVersion,
    ...(update.open
      ? {}
      : { released: { at: now, by: 'quality', reason, ...(until === undefined ? {} : { until }) } }),
  }
  const event = update.open ? orderHeld.happened({ code, reason }) : orderReleased.happened({ code, reason })
  return nextVersion(withHold(order, hold), now, [event])
}

/** Quality's pass for one content of an order. */
export interface QualityPass {
  readonly contentVersion: number
  readonly contentHash: string
}

/** Records quality's pass for the order's current content; a pass for any other content changes nothing. */
export function passOrder(
  order: Order,
  { contentVersion, contentHash }: QualityPass,
  now: string,
): OrderDecision {
  const passed = { ...order, pass: { contentVersion, contentHash, at: now } }
  if (!isOpen(order) || isPassed(order) || !isPassed(passed)) return noChange(order)
  return nextVersion(passed, now, [orderPassed.happened({ contentVersion })])
}

/**
 * One entry for each code of a person's holds, one for each issue and one for each defect. A hold placed again replaces
 * the one before (history has both); it never replaces a hold with another cause.
 */
export const withHold = (order: Order, hold: Hold): Order => ({
  ...order,
  holds: [...order.holds.filter((other) => !isSameHold(other, hold)), hold],
})

const isSameHold = (one: Hold, other: Hold): boolean =>
  one.code === other.code && one.issueId === other.issueId && one.defectId === other.defectId
