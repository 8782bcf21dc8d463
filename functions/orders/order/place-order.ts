import { orderPlaced } from '../../../events/orders/order-events.ts'
import type { Address, Customer, Line, Payment, Totals } from '../../../events/orders/order-schema.ts'
import { orderIdOf } from '../../../shared/order-id.ts'
import type { OrderDecision } from './order.ts'

/** A new order from a storefront or a marketplace, in canonical form. */
export interface PlaceOrder {
  readonly channel: string
  readonly externalId: string
  readonly customer: Customer
  readonly shippingAddress: Address
  readonly billingAddress?: Address | undefined
  readonly lines: Line[]
  readonly currency: string
  readonly totals: Totals
  readonly payment: Payment
  readonly placedAt?: string | undefined
  readonly dispatchBy?: string | undefined
  readonly deliverBy?: string | undefined
}

/** Places an order. Wrong content is never rejected: the checks hold the order so that it can be corrected. */
export function placeOrder(command: PlaceOrder, store: string, now: string): OrderDecision {
  const { channel, externalId, customer, shippingAddress, lines, currency, totals, payment } = command
  return {
    next: {
      status: 'placed',
      id: orderIdOf(store, channel, externalId),
      store,
      version: 1,
      contentVersion: 1,
      channel,
      externalId,
      customer,
      shippingAddress,
      ...(command.billingAddress === undefined ? {} : { billingAddress: command.billingAddress }),
      lines,
      currency,
      totals,
      payment,
      holds: [],
      placedAt: command.placedAt ?? now,
      updatedAt: now,
      ...(command.dispatchBy === undefined ? {} : { dispatchBy: command.dispatchBy }),
      ...(command.deliverBy === undefined ? {} : { deliverBy: command.deliverBy }),
    },
    events: [orderPlaced.happened({})],
  }
}
