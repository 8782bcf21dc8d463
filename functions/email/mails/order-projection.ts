import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { AggregateState, Decision } from '../../../shared/decision.ts'

/**
 * What replies to customers need of an order that was dispatched, delivered, returned or cancelled. After an erasure
 * (`erasedAt`) customers get no mail about the order.
 */
export interface OrderProjection extends AggregateState {
  readonly orderVersion: number
  readonly channel: string
  readonly externalId: string
  readonly status: OrderSnapshot['status']
  /** In cents. */
  readonly total: number
  readonly currency: string
  readonly dispatchedAt?: string
  readonly deliverBy?: string
  readonly deliveredAt?: string
  readonly carrier?: string
  readonly trackingCode?: string
  readonly erasedAt?: string
}

/** Projects an order; an order version that is not newer changes nothing. */
export function projectOrder(
  existing: OrderProjection | undefined,
  order: OrderSnapshot,
): Decision<OrderProjection> {
  const next: OrderProjection = {
    id: order.id,
    store: order.store,
    version: (existing?.version ?? 0) + 1,
    orderVersion: order.version,
    channel: order.channel,
    externalId: order.externalId,
    status: order.status,
    total: order.totals.total,
    currency: order.currency,
    ...definedFields(order, [
      'dispatchedAt',
      'deliverBy',
      'deliveredAt',
      'carrier',
      'trackingCode',
      'erasedAt',
    ]),
  }
  return existing !== undefined && existing.orderVersion >= order.version
    ? { next: existing, events: [] }
    : { next, events: [] }
}

/** The given fields, as far as the order has them. */
function definedFields<Name extends keyof OrderProjection>(
  order: OrderSnapshot,
  names: readonly Name[],
): Pick<OrderProjection, Name> {
  const all: Readonly<Partial<Record<string, unknown>>> = order
  return Object.fromEntries(
    names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  ) as Pick<OrderProjection, Name>
}

/** Erases the tracking code: the carrier shows the recipient of an order by it. */
export function eraseOrderProjection(projection: OrderProjection): Decision<OrderProjection> {
  const { trackingCode: _, ...rest } = projection
  return { next: { ...rest, version: projection.version + 1 }, events: [] }
}
