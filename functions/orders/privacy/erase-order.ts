import { withoutPerson } from '../../../events/orders/erased-order.ts'
import { orderErased } from '../../../events/orders/order-events.ts'
import type { Retention } from '../../../events/privacy/privacy-schema.ts'
import { nextVersion, noChange, type Order, type OrderDecision } from '../order/order.ts'

/** The customer's right of withdrawal after delivery lasts this long (CDC, art. 49). */
const withdrawalMilliseconds = 7 * 24 * 3_600_000

/** Why an order's personal data must be retained; nothing when it may be erased. */
export function retentionReason(order: Order, now: string): Retention | undefined {
  switch (order.status) {
    case 'placed':
    case 'packed':
    case 'dispatched':
      return { basis: 'contract', why: `the order is under way: it is ${order.status}` }
    case 'delivered': {
      const until = new Date(Date.parse(order.deliveredAt) + withdrawalMilliseconds).toISOString()
      return until <= now
        ? undefined
        : {
            basis: 'contract',
            why: 'the customer may withdraw from the contract until then (CDC, art. 49)',
            until,
          }
    }
    case 'returned':
    case 'cancelled':
      return undefined
  }
}

/** Erases the personal data of an order; what was sold, when and for how much stays. Idempotent. */
export const eraseOrder = (order: Order, now: string): OrderDecision =>
  order.erasedAt === undefined
    ? nextVersion(withoutPerson(order, now), now, [orderErased.happened({})])
    : noChange(order)
