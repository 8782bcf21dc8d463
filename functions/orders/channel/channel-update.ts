import type { ChannelOrderSnapshot } from '../../../events/channels/channel-events.ts'
import type {
  CanonicalOrder,
  ChannelDeadlines,
  ChannelPayment,
  ChannelShipment,
} from '../../../events/channels/channel-schema.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { PlaceOrder } from '../order/place-order.ts'

/** How far an order is, as its channel says; each includes those before it. */
export const channelSteps = ['shipped', 'delivered', 'returned'] as const
export type ChannelStep = (typeof channelSteps)[number]

/** A payment that a channel tells of: all of the order's together, or one by itself. */
export interface ReportedPayment {
  readonly payment: ChannelPayment
  readonly inAll: boolean
}

/** What a channel says of an order, told whole or in parts, as the order needs it. */
export interface ChannelUpdate {
  readonly revision: number
  /** Content of the order; absent while only parts of it were told. */
  readonly content: PlaceOrder | undefined
  readonly payments: readonly ReportedPayment[]
  /** Cents that went back to the customer in all. */
  readonly refunded: number
  readonly step: ChannelStep | undefined
  readonly shipment: Pick<ChannelShipment, 'carrier' | 'trackingCode'>
  readonly cancellation: { readonly state: 'requested' | 'done'; readonly reason: string } | undefined
  readonly doNotShip: string | undefined
  /** Told apart from the content, where a channel never tells that. */
  readonly deadlines: ChannelDeadlines | undefined
}

/** Reads what a channel says of an order from its snapshot there. */
export function channelUpdate({ version, channel, order, parts }: ChannelOrderSnapshot): ChannelUpdate {
  const shipments = [...(order?.shipments ?? []), ...valuesOf(parts.shipments)]
  const refunds = new Map(
    [...(order?.refunds ?? []), ...valuesOf(parts.refunds)].map((refund) => [
      refund.externalId,
      refund.amount,
    ]),
  )
  const refundedByParts = [...refunds.values()].reduce((sum, amount) => sum + amount, 0)
  const payments = [
    ...(order === undefined ? [] : [{ payment: order.payment, inAll: true }]),
    ...valuesOf(parts.payments).map((payment) => ({ payment, inAll: false })),
  ]
  return {
    revision: version,
    content: order && contentOf(order, channel),
    payments,
    refunded: Math.max(refundedByParts, ...payments.map(({ payment }) => payment.refundedAmount)),
    step: stepOf(order, shipments),
    shipment: shipments.find(({ trackingCode }) => trackingCode !== undefined) ?? {},
    cancellation: cancellationOf(order, parts.cancellation?.value),
    doNotShip: order?.doNotShip,
    deadlines: order === undefined ? parts.deadlines?.value : undefined,
  }
}

const valuesOf = <T>(parts: Readonly<Record<string, { readonly value: T }>> | undefined): readonly T[] =>
  Object.values(parts ?? {}).map(({ value }) => value)

function contentOf(order: CanonicalOrder, channel: string): PlaceOrder {
  const { externalId, customer, shippingAddress, billingAddress, currency, totals, placedAt } = order
  return {
    channel,
    externalId,
    customer,
    shippingAddress,
    billingAddress,
    lines: order.lines.map(({ lineId: _, listingId: __, variationId: ___, ...line }) => line),
    currency,
    totals,
    payment: { status: 'pending', approvedAmount: 0, refundedAmount: 0 },
    placedAt,
    dispatchBy: order.dispatchBy,
    deliverBy: order.deliverBy,
  }
}

function stepOf(
  order: CanonicalOrder | undefined,
  shipments: readonly ChannelShipment[],
): ChannelStep | undefined {
  const status = order?.status
  const said = channelSteps.find((step) => step === status)
  const shown = shipments.flatMap((one) => channelSteps.find((step) => step === one.status) ?? [])
  return [...(said === undefined ? [] : [said]), ...shown].reduce<ChannelStep | undefined>(further, undefined)
}

const further = (one: ChannelStep | undefined, other: ChannelStep): ChannelStep =>
  one !== undefined && channelSteps.indexOf(one) >= channelSteps.indexOf(other) ? one : other

function cancellationOf(
  order: CanonicalOrder | undefined,
  part: CanonicalOrder['cancellation'],
): ChannelUpdate['cancellation'] {
  const said = [order?.cancellation, part].filter((one) => one !== undefined)
  const done = order?.status === 'cancelled' || said.some(({ state }) => state === 'done')
  if (!done && order?.status !== 'cancelling' && said.length === 0) return undefined
  const named = said
    .map(({ reason, requestedBy }) => [requestedBy, reason].filter(Boolean).join(': '))
    .find(Boolean)
  return { state: done ? 'done' : 'requested', reason: (named ?? 'cancelled at the channel').slice(0, 300) }
}

/** Names what the channel says, part by part, so that only what it changes is changed. */
export const printsOf = (told: PlaceOrder): Record<string, string> =>
  Object.fromEntries(contentParts.map((part) => [part, printOf(told[part])]))

/** The same for deadlines that were told apart. */
export const deadlinePrints = ({
  deadlines = {},
}: Pick<ChannelUpdate, 'deadlines'>): Record<string, string> =>
  Object.fromEntries(Object.entries(deadlines).map(([part, value]) => [part, printOf(value)]))

const printOf = (value: unknown): string => fingerprint(JSON.stringify(value ?? null)).slice(0, 16)

export const contentParts = [
  'customer',
  'shippingAddress',
  'billingAddress',
  'lines',
  'totals',
  'dispatchBy',
  'deliverBy',
] as const
