import type { CanonicalOrder, ChannelPayment } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanText,
  cleanTextAt,
  idAt,
  mapping,
  moneyReaderOf,
  orderFact,
  progressOf,
  type ReportUnmapped,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt } from '../../canonical/reading.ts'
import { remainingLines } from './lines.ts'
import { refundOf, shipmentOf } from './map-parts.ts'
import { addressOf, customerOf } from './people.ts'

const unpaid = new Set(['pending', 'authorized', 'partially_paid', 'expired'])
const paid = new Set(['paid', 'partially_refunded'])

/** Maps an order of Shopify: the body of the topics `orders/*`, or `GET /orders/{id}.json`. */
export const mapOrder = (payload: unknown): Mapped =>
  mapping((report) => {
    const order = 'order' in at(payload) ? at(payload, 'order') : at(payload)
    const money = moneyReaderOf(textAt(order, 'currency'), report)
    const { lines, totals } = remainingLines(order, money, report)
    const refunds = listAt(order, 'refunds').map((refund) => refundOf(refund, money, report))
    const shipments = listAt(order, 'fulfillments').flatMap((one) => shipmentOf(one, report))
    const payment = paymentOf(
      order,
      totals.charged,
      refunds.reduce((sum, { amount }) => sum + amount, 0),
      report,
    )
    const shippingAddress = addressOf(at(order, 'shipping_address'), 'shipping_address', report)
    const billing = at(order, 'billing_address')
    const placedAt = instantAt(order, report, '', 'created_at', 'processed_at')
    const updatedAt = instantAt(order, report, '', 'updated_at')
    if (placedAt === undefined || updatedAt === undefined) throw unmappable('created_at and updated_at')
    const cancelledAt = instantAt(order, report, '', 'cancelled_at')
    return [
      orderFact(
        {
          externalId: idAt(order, 'id'),
          ...statusOf(order, payment, progressOf(shipments)),
          updatedAt,
          placedAt,
          customer: customerOf(order),
          shippingAddress,
          billingAddress:
            Object.keys(billing).length === 0 ? undefined : addressOf(billing, 'billing_address', report),
          lines,
          currency: money.currency,
          totals: totals.canonical,
          payment,
          cancellation:
            cancelledAt === undefined
              ? undefined
              : { state: 'done', reason: cleanTextAt(order, 300, 'cancel_reason'), at: cancelledAt },
          shipments: shipments.length === 0 ? undefined : shipments,
          refunds: refunds.length === 0 ? undefined : refunds,
        },
        report,
      ),
    ]
  })

function statusOf(
  order: Payload,
  payment: ChannelPayment,
  progress: CanonicalOrder['status'] | undefined,
): Pick<CanonicalOrder, 'status' | 'platformStatus'> {
  const financial = textAt(order, 'financial_status') ?? 'none'
  const fulfilled = textAt(order, 'fulfillment_status')
  const cancelled = textAt(order, 'cancelled_at') !== undefined || financial === 'voided'
  const left = progress ?? (fulfilled === 'partial' || fulfilled === 'fulfilled' ? 'shipped' : undefined)
  const status = cancelled ? 'cancelled' : (left ?? (payment.status === 'approved' ? 'paid' : 'received'))
  return { status, platformStatus: fulfilled === undefined ? financial : `${financial}, ${fulfilled}` }
}

function paymentOf(
  order: Payload,
  charged: number,
  refundedAmount: number,
  report: ReportUnmapped,
): ChannelPayment {
  const financial = textAt(order, 'financial_status')
  const method = { method: cleanText(firstOf(order['payment_gateway_names']), 40) }
  if (financial === 'refunded' || (financial !== undefined && paid.has(financial))) {
    const status = financial === 'refunded' ? 'refunded' : 'approved'
    const approvedAt = instantAt(order, report, '', 'processed_at')
    return { status, approvedAmount: charged, refundedAmount, approvedAt, ...method }
  }
  if (financial === 'voided') return { status: 'refused', approvedAmount: 0, refundedAmount, ...method }
  if (financial === undefined || !unpaid.has(financial)) report('financial_status', financial)
  return { status: 'pending', approvedAmount: 0, refundedAmount, ...method }
}

const firstOf = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  return typeof first === 'string' ? first : undefined
}
