import type {
  CanonicalOrder,
  ChannelPayment,
  ChannelRefund,
  ChannelShipment,
} from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanTextAt,
  idAt,
  mapping,
  orderFact,
  progressOf,
  type ReportUnmapped,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt, taxStanding } from '../../canonical/reading.ts'
import { type Cents, centsOf, linesOf, totalsOf } from './amounts.ts'
import { deadlinesOf } from './deadlines.ts'
import { addressOf, customerOf } from './people.ts'

const received = new Set([
  'order-created',
  'order-accepted',
  'on-order-completed',
  'on-order-completed-ffm',
  'order-completed',
  'order-create-error',
  'order-creation-error',
  'waiting-for-order-authorization',
  'waiting-for-authorization',
  'waiting-for-manual-authorization',
  'waiting-ffmt-authorization',
  'waiting-for-seller-confirmation',
  'waiting-for-seller-decision',
  'waiting-seller-handling',
  'payment-pending',
  'payment-denied',
  'approve-payment',
])
const paid = new Set([
  'payment-approved',
  'authorize-fulfillment',
  'release-to-fulfillment',
  'waiting-for-fulfillment',
  'window-to-cancel',
  'ready-for-handling',
  'start-handling',
  'handling',
  'ready-for-invoicing',
  'invoice',
  'invoiced',
  'replaced',
])
const requested = new Set(['cancel', 'request-cancel', 'cancellation-requested', 'waiting-for-cancellation'])
const cancelled = new Set(['canceled', 'cancelled'])

/** Maps an order of VTEX: `GET /api/oms/pvt/orders/{orderId}`. Its money is integer cents. */
export const mapOrder = (payload: unknown): Mapped =>
  mapping((report) => {
    const order = at(payload)
    const cents = centsOf(report)
    const total = cents.need(textAt(order, 'value'), 'value')
    const placedAt = instantAt(order, report, '', 'creationDate')
    const updatedAt = instantAt(order, report, '', 'lastChange', 'creationDate')
    if (placedAt === undefined || updatedAt === undefined) throw unmappable('creationDate and lastChange')
    const lines = linesOf(order, cents, report)
    const packages = listAt(order, 'packageAttachment', 'packages')
    const shipments = packages.flatMap((one) => shipmentOf(one, report))
    const refunds = packages.flatMap((one) => refundOf(one, cents, report))
    const profile = at(order, 'clientProfileData')
    const payment = paymentOf(order, total, refunds, report)
    return [
      orderFact(
        {
          externalId: idAt(order, 'orderId'),
          packId: cleanTextAt(order, 100, 'orderGroup'),
          status: statusOf(order, shipments, report),
          platformStatus: cleanTextAt(order, 100, 'status') ?? 'none',
          updatedAt,
          placedAt,
          customer: customerOf(order),
          shippingAddress: addressOf(at(order, 'shippingData', 'address'), 'shippingData.address', report),
          billingAddress: billingAddressOf(order, report),
          lines,
          currency: textAt(at(order, 'storePreferencesData'), 'currencyCode') ?? 'BRL',
          totals: { ...totalsOf(order, lines, cents), total },
          payment,
          cancellation: cancellationOf(order, report),
          shipments: shipments.length === 0 ? undefined : shipments,
          refunds: refunds.length === 0 ? undefined : refunds,
          ...deadlinesOf(order, report),
          facts: { recipientTax: taxStanding(textAt(profile, 'stateInscription')) },
        },
        report,
      ),
    ]
  })

/** An invoice is no dispatch: an invoiced order is shipped once a package has a tracking code. */
function statusOf(
  order: Payload,
  shipments: readonly ChannelShipment[],
  report: ReportUnmapped,
): CanonicalOrder['status'] {
  const status = textAt(order, 'status') ?? ''
  if (cancelled.has(status)) return 'cancelled'
  if (requested.has(status)) return 'cancelling'
  if (status === 'invoiced') return progressOf(shipments) ?? 'paid'
  if (paid.has(status)) return 'paid'
  if (!received.has(status)) report('status', status)
  return 'received'
}

/** A package of type `Input` is a return; any other goes to the buyer. */
const isBack = (one: Payload): boolean => textAt(one, 'type') === 'Input'

function shipmentOf(one: Payload, report: ReportUnmapped): ChannelShipment[] {
  if (isBack(one)) return []
  const courier = at(one, 'courierStatus')
  const trackingCode = cleanTextAt(one, 60, 'trackingNumber')
  const isDelivered = courier['finished'] === true
  return [
    {
      externalId: cleanTextAt(one, 100, 'invoiceNumber'),
      status: isDelivered ? 'delivered' : trackingCode === undefined ? 'ready' : 'shipped',
      carrier: cleanTextAt(one, 60, 'courier'),
      trackingCode,
      substatus: cleanTextAt(courier, 60, 'status'),
      deliveredAt: isDelivered ? instantAt(courier, report, 'courierStatus.', 'deliveredDate') : undefined,
    },
  ]
}

function refundOf(one: Payload, cents: Cents, report: ReportUnmapped): ChannelRefund[] {
  const issuedAt = instantAt(one, report, 'packages.', 'issuanceDate')
  if (!isBack(one) || issuedAt === undefined) return []
  return [
    {
      externalId: idAt(one, 'invoiceNumber'),
      amount: cents.need(textAt(one, 'invoiceValue'), 'packages.invoiceValue'),
      at: issuedAt,
      reason: cleanTextAt(listAt(one, 'restitutions', 'Refund', 'items')[0], 300, 'description'),
      returnsGoods: true,
    },
  ]
}

/** The payment of a group of orders is one; an authorised order has its own total paid. */
function paymentOf(
  order: Payload,
  total: number,
  refunds: readonly ChannelRefund[],
  report: ReportUnmapped,
): ChannelPayment {
  const status = textAt(order, 'status') ?? ''
  const transactions = listAt(order, 'paymentData', 'transactions')
  const active = transactions.find((one) => one['isActive'] === true) ?? transactions[0]
  const [first] = listAt(active, 'payments')
  const approvedAt = instantAt(order, report, '', 'authorizedDate')
  const refundedAmount = refunds.reduce((sum, { amount }) => sum + amount, 0)
  const isPaid = paid.has(status) || approvedAt !== undefined
  const about = {
    approvedAmount: isPaid ? total : 0,
    refundedAmount,
    method: cleanTextAt(first, 40, 'paymentSystemName', 'group'),
    reference: cleanTextAt(first, 120, 'tid', 'id'),
  }
  if (status === 'payment-denied') return { ...about, status: 'refused' }
  if (!isPaid) return { ...about, status: 'pending' }
  const isRefunded = refundedAmount > 0 && refundedAmount >= total
  return { ...about, status: isRefunded ? 'refunded' : 'approved', approvedAt }
}

function cancellationOf(order: Payload, report: ReportUnmapped): CanonicalOrder['cancellation'] {
  const status = textAt(order, 'status') ?? ''
  const state = cancelled.has(status) ? 'done' : requested.has(status) ? 'requested' : undefined
  if (state === undefined) return undefined
  const data = at(order, 'cancellationData')
  const by = Object.entries(requesters).find(([field]) => data[field] === true)?.[1]
  return {
    state,
    reason: cleanTextAt(data, 300, 'Reason') ?? cleanTextAt(order, 300, 'cancelReason'),
    requestedBy: by,
    at: instantAt(data, report, 'cancellationData.', 'CancellationDate'),
  }
}

const requesters: Readonly<Record<string, string>> = {
  RequestedByUser: 'buyer',
  RequestedBySystem: 'marketplace',
  RequestedBySellerNotification: 'seller',
  RequestedByPaymentNotification: 'payment',
}

function billingAddressOf(order: Payload, report: ReportUnmapped): CanonicalOrder['billingAddress'] {
  const invoice = at(order, 'invoiceData', 'address')
  const [first] = listAt(listAt(order, 'paymentData', 'transactions')[0], 'payments')
  const address = Object.keys(invoice).length > 0 ? invoice : at(first, 'billingAddress')
  return Object.keys(address).length === 0 ? undefined : addressOf(address, 'billingAddress', report)
}
