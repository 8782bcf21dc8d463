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

/** Puts a named hold on an order; it cannot leave until the hold is released. Error: `hold-exists`. */
export function placeHold(order: Order, hold: PlaceHold, now: string): OrderDecision {
  if (!isOpen(order)) throw illegalTransition(order, 'hold', ['placed', 'packed'])
  if (openHolds(order).some(({ code }) => code === hold.code)) {
    throw new DomainError('hold-exists', `a hold ${hold.code} is already on this order`)
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
 * Takes away a hold that a person placed, saying why. One that an issue or a defect placed goes with its cause, or by
 * an approver's waiver: taken away by hand it would be a way round both.
 * Errors: `not-found` when no such hold is open, `hold-has-cause` when none of them is a person's.
 */
export function releaseHold(
  order: Order,
  { code, reason, releasedBy }: ReleaseHold,
  now: string,
): OrderDecision {
  const named = openHolds(order).filter((open) => open.code === code)
  if (named.length === 0)
    throw new DomainError('not-found', 'there is no open hold of this code on the order')
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
    'a hold that a person placed is expected; this one goes when its issue is resolved or waived, or its defect lifted',
    { details: { issueIds, defectIds } },
  )
}

/** What a quality issue says of an order: which, in which version of itself, and whether it still holds. */
export interface IssueUpdate {
  readonly issueId: string
  readonly issueVersion: number
  readonly code: string
  readonly open: boolean
  readonly reason: string
  /** Of a word that releases: until when, as a waiver says. */
  readonly until?: string
}

/**
 * Follows a quality issue: holds while it is open, releases when it is resolved. Words of an issue may arrive in
 * any order and more than once: one that is not newer than the last changes nothing, and a resolution that comes
 * before its opening leaves a released hold behind, so that the late opening is known for old.
 */
export function followIssue(order: Order, word: IssueUpdate, now: string): OrderDecision {
  const known = order.holds.find((hold) => hold.issueId === word.issueId)
  if (!isOpen(order) || (known?.issueVersion ?? 0) >= word.issueVersion) return noChange(order)
  const { code, reason, issueId, issueVersion, until } = word
  const wasOpen = known !== undefined && known.released === undefined
  const hold: Hold = {
    ...(wasOpen ? known : { code, reason, placedAt: now, placedBy: 'quality' }),
    issueId,
    issueVersion,
    ...(word.open
      ? {}
      : { released: { at: now, by: 'quality', reason, ...(until === undefined ? {} : { until }) } }),
  }
  const event = word.open ? orderHeld.happened({ code, reason }) : orderReleased.happened({ code, reason })
  return nextVersion(withHold(order, hold), now, [event])
}

/** Quality's word that one content of an order is fine: which version of it, and what it said. */
export interface QualityPass {
  readonly contentVersion: number
  readonly contentHash: string
}

/** Takes quality's pass for the very content that the order has; a pass of any other changes nothing. */
export function passOrder(
  order: Order,
  { contentVersion, contentHash }: QualityPass,
  now: string,
): OrderDecision {
  const cleared = { ...order, pass: { contentVersion, contentHash, at: now } }
  if (!isOpen(order) || isPassed(order) || !isPassed(cleared)) return noChange(order)
  return nextVersion(cleared, now, [orderPassed.happened({ contentVersion })])
}

/**
 * One entry for each code of a person's holds, one for each issue and one for each defect: a hold placed again stands
 * in the place of the one before (history keeps both), and none takes the place of what another placed.
 */
export const withHold = (order: Order, hold: Hold): Order => ({
  ...order,
  holds: [...order.holds.filter((other) => !isSameHold(other, hold)), hold],
})

const isSameHold = (one: Hold, other: Hold): boolean =>
  one.code === other.code && one.issueId === other.issueId && one.defectId === other.defectId
