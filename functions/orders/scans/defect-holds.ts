import { orderHeld, orderReleased } from '../../../events/orders/order-events.ts'
import type { Line } from '../../../events/orders/order-schema.ts'
import { withHold } from '../holds/order-holds.ts'
import { isOpen, nextVersion, noChange, type Order, type OrderDecision, openHolds } from '../order/order.ts'

/** A confirmed defect: its id, and the SKU, lot or supplier that has it. */
export interface Defect {
  readonly defectId: string
  readonly subject: 'sku' | 'lot' | 'supplier'
  readonly value: string
}

/** The code of a defect's hold: short enough to read out; the hold itself has the full defect id. */
export const defectHoldCode = (defectId: string): string =>
  `defect-${defectId.slice(defectId.indexOf('_') + 1).slice(0, 8)}`

/** True when a line of the order has the defect's SKU, lot or supplier. */
export const isAffected = (order: Order, { subject, value }: Defect): boolean =>
  order.lines.some((line: Line) => line[subject] === value)

/** Holds an open order that a defect affects. A defect holds an order once: a hold that was released stays released. */
export function holdForDefect(order: Order, defect: Defect, now: string): OrderDecision {
  const { defectId, subject, value } = defect
  const isHeldBefore = order.holds.some((hold) => hold.defectId === defectId)
  if (!isOpen(order) || isHeldBefore || !isAffected(order, defect)) return noChange(order)
  const data = { code: defectHoldCode(defectId), reason: `a defect is confirmed on the ${subject} ${value}` }
  return nextVersion(withHold(order, { ...data, defectId, placedAt: now, placedBy: 'quality' }), now, [
    orderHeld.happened(data),
  ])
}

/** Releases the hold that this defect placed; every other hold stays. */
export function releaseFromDefect(order: Order, { defectId }: Defect, now: string): OrderDecision {
  const hold = openHolds(order).find((open) => open.defectId === defectId)
  if (!isOpen(order) || hold === undefined) return noChange(order)
  const reason = 'the defect was lifted'
  const released = { ...hold, released: { at: now, by: 'quality', reason } }
  return nextVersion(withHold(order, released), now, [orderReleased.happened({ code: hold.code, reason })])
}
