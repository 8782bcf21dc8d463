import type { ChannelOrderSnapshot } from '../../../events/channels/channel-events.ts'
import type {
  CanonicalOrder,
  ChannelDeadlines,
  ChannelPayment,
  ChannelShipment,
} from '../../../events/channels/channel-schema.ts'
import { fingerprint } from '../../../shared/ids.ts'
import type { PlaceOrder } from '../order/place-order.ts'

/** The progress that a channel reports of an order; each step includes the steps before it. */
export const channelSteps = ['shipped', 'delivered', 'returned'] as const
export type ChannelStep = (typeof channelSteps)[number]

/** A payment that a channel reports: the order's total, or a single payment. */
export interface ReportedPayment {
  readonly payment: ChannelPayment
  readonly inAll: boolean
}

/** What a channel reports of an order, whole or in parts, as the order needs it. */
export interface ChannelUpdate {
  readonly revision: number
  /** Content of the order; absent while the channel reported only parts of it. */
  readonly content: PlaceOrder | undefined
  readonly payments: readonly ReportedPayment[]
  /** Total refunded to the customer, in cents. */
  readonly refunded: number
  readonly step: ChannelStep | undefined
  readonly shipment: Pick<ChannelShipment, 'carrier' | 'trackingCode'>
  readonly cancellation: { readonly state: 'requested' | 'done'; readonly reason: string } | undefined
  readonly doNotShip: string | undefined
  /** Deadlines reported apart from the content, by a channel that never reports content. */
  readonly deadlines: ChannelDeadlines | undefined
}

/** Reads a channel's update of an order from the snapshot of the channel order. */
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
  const ofStatus = channelSteps.find((step) => step === status)
  const shown = shipments.flatMap((one) => channelSteps.find((step) => step === one.status) ?? [])
  return [...(ofStatus === undefined ? [] : [ofStatus]), ...shown].reduce<ChannelStep | undefined>(
    further,
    undefined,
  )
}

const further = (one: ChannelStep | undefined, other: ChannelStep): ChannelStep =>
  one !== undefined && channelSteps.indexOf(one) >= channelSteps.indexOf(other) ? one : other

function cancellationOf(
  order: CanonicalOrder | undefined,
  part: CanonicalOrder['cancellation'],
): ChannelUpdate['cancellation'] {
  const cancellations = [order?.cancellation, part].filter((one) => one !== undefined)
  const done = order?.status === 'cancelled' || cancellations.some(({ state }) => state === 'done')
  if (!done && order?.status !== 'cancelling' && cancellations.length === 0) return undefined
  const reason = cancellations
    .map((one) => [one.requestedBy, one.reason].filter(Boolean).join(': '))
    .find(Boolean)
  return { state: done ? 'done' : 'requested', reason: (reason ?? 'cancelled at the channel').slice(0, 300) }
}

/** A fingerprint of each part of the content, so that only parts that the channel changes are changed. */
export const printsOf = (content: PlaceOrder): Record<string, string> =>
  Object.fromEntries(contentParts.map((part) => [part, printOf(content[part])]))

/** The same for deadlines reported apart from the content. */
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
