import { orderHeld, orderReleased } from '../../../events/orders/order-events.ts'
import type { Line } from '../../../events/orders/order-schema.ts'
import { withHold } from '../holds/order-holds.ts'
import { isOpen, nextVersion, noChange, type Order, type OrderDecision, openHolds } from '../order/order.ts'

/** What a confirmed defect lies in, and the id that it is known by. */
export interface Defect {
  readonly defectId: string
  readonly subject: 'sku' | 'lot' | 'supplier'
  readonly value: string
}

/** The code of a defect's hold: short enough to be read out; which defect it is, the hold says itself. */
export const defectHoldCode = (defectId: string): string =>
  `defect-${defectId.slice(defectId.indexOf('_') + 1).slice(0, 8)}`

/** True when a line of the order is of what the defect lies in. */
export const isAffected = (order: Order, { subject, value }: Defect): boolean =>
  order.lines.some((line: Line) => line[subject] === value)

/**
 * Holds an open order that a defect concerns. A defect holds an order once: one that it held before stays as it is.
 */
export function holdForDefect(order: Order, defect: Defect, now: string): OrderDecision {
  const { defectId, subject, value } = defect
  const known = order.holds.some((hold) => hold.defectId === defectId)
  if (!isOpen(order) || known || !isAffected(order, defect)) return noChange(order)
  const said = { code: defectHoldCode(defectId), reason: `a defect is confirmed on the ${subject} ${value}` }
  return nextVersion(withHold(order, { ...said, defectId, placedAt: now, placedBy: 'quality' }), now, [
    orderHeld.happened(said),
  ])
}

/** Releases the hold that this very defect placed; every other hold stays, of whatever code. */
export function releaseFromDefect(order: Order, { defectId }: Defect, now: string): OrderDecision {
  const hold = openHolds(order).find((open) => open.defectId === defectId)
  if (!isOpen(order) || hold === undefined) return noChange(order)
  const reason = 'the defect was lifted'
  const released = { ...hold, released: { at: now, by: 'quality', reason } }
  return nextVersion(withHold(order, released), now, [orderReleased.happened({ code: hold.code, reason })])
}
