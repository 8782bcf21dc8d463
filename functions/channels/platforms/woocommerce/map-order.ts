import type { CanonicalOrder, ChannelPayment } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanTextAt,
  idAt,
  type MappedLine,
  type MoneyReader,
  mapping,
  moneyReaderOf,
  orderFact,
  priced,
  quantityOf,
  type ReportUnmapped,
  skuAt,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt, taxStanding } from '../../canonical/reading.ts'
import { addressOf, customerOf, metaOf } from './people.ts'

const received = new Set(['pending', 'on-hold', 'checkout-draft', 'auto-draft'])

/** Maps an order of WooCommerce (REST v3): the body of `order.*`, or what `GET /orders/{id}` answers. */
export const mapOrder = (payload: unknown): Mapped =>
  mapping((report) => {
    const order = at(payload)
    const meta = metaOf(order)
    const money = moneyReaderOf(textAt(order, 'currency'), report)
    const total = money.need(textAt(order, 'total'), 'total')
    const placedAt = instantAt(order, report, '', 'date_created_gmt', 'date_created')
    const updatedAt = instantAt(order, report, '', 'date_modified_gmt', 'date_modified')
    if (placedAt === undefined || updatedAt === undefined)
      throw unmappable('date_created_gmt and date_modified_gmt')
    const billing = addressOf(at(order, 'billing'), '_billing', meta, report)
    const shipping = addressOf(at(order, 'shipping'), '_shipping', meta, report)
    const isElsewhere = textAt(at(order, 'shipping'), 'address_1', 'postcode') !== undefined
    const status = statusOf(order, report)
    return [
      orderFact(
        {
          externalId: idAt(order, 'id'),
          status,
          platformStatus: cleanTextAt(order, 100, 'status') ?? 'none',
          updatedAt,
          placedAt,
          customer: customerOf(order, meta),
          shippingAddress: isElsewhere ? shipping : billing,
          billingAddress: isElsewhere ? billing : undefined,
          lines: linesOf(order, money, report),
          currency: money.currency,
          totals: { ...extrasOf(order, money), total },
          payment: paymentOf(order, total, money, report),
          cancellation:
            status === 'cancelled' ? { state: 'done', reason: cleanTextAt(order, 300, 'status') } : undefined,
          shipments: shipmentsOf(order, meta, report),
          facts: {
            recipientTax: taxStanding(textAt(at(order, 'billing'), 'ie') ?? meta.get('_billing_ie')),
          },
        },
        report,
      ),
    ]
  })

/** Maps the body of `order.deleted`, which has only an id: the order no longer exists. */
export const mapDeleted = (payload: unknown, at: string): Mapped =>
  mapping(() => [
    {
      kind: 'cancellation',
      externalId: idAt(payload, 'id'),
      updatedAt: at,
      cancellation: { state: 'done', reason: 'deleted', at },
    },
  ])

/** `completed` means sent and finished; a full refund undoes the sale. */
function statusOf(order: Payload, report: ReportUnmapped): CanonicalOrder['status'] {
  const status = textAt(order, 'status') ?? ''
  if (received.has(status) || status === 'failed') return 'received'
  if (status === 'processing') return 'paid'
  if (status === 'completed') return 'shipped'
  if (status === 'cancelled' || status === 'refunded' || status === 'trash') return 'cancelled'
  report('status', status)
  return textAt(order, 'date_paid_gmt', 'date_paid') === undefined ? 'received' : 'paid'
}

function linesOf(order: Payload, money: MoneyReader, report: ReportUnmapped): MappedLine[] {
  return listAt(order, 'line_items').map((line, n) => {
    const path = `line_items[${n}]`
    const net = money.need(textAt(line, 'total'), `${path}.total`)
    const gross = money.read(textAt(line, 'subtotal'), `${path}.subtotal`) ?? net
    const listingId = cleanTextAt(line, 100, 'product_id')
    const variation = cleanTextAt(line, 100, 'variation_id')
    const variationId = variation === '0' ? undefined : variation
    return {
      ...priced(gross, net, quantityOf(textAt(line, 'quantity'), `${path}.quantity`, report)),
      ...skuAt(line, 'sku', [variationId, listingId], (field) => report(`${path}.${field}`)),
      title: cleanTextAt(line, 200, 'name') ?? 'unknown',
      lineId: cleanTextAt(line, 100, 'id'),
      listingId,
      variationId,
    }
  })
}

/** What the order costs beside its lines; taxes are never within them. A negative fee is a discount. */
function extrasOf(order: Payload, money: MoneyReader) {
  const fees = listAt(order, 'fee_lines').map((fee) => money.sum([textAt(fee, 'total'), 'fee_lines.total']))
  const over = fees.filter((fee) => fee > 0).reduce((sum, fee) => sum + fee, 0)
  const under = fees.filter((fee) => fee < 0).reduce((sum, fee) => sum - fee, 0)
  return {
    discount: under,
    freight: money.sum([textAt(order, 'shipping_total'), 'shipping_total']),
    fees: over + money.sum([textAt(order, 'total_tax'), 'total_tax']),
  }
}

function paymentOf(
  order: Payload,
  total: number,
  money: MoneyReader,
  report: ReportUnmapped,
): ChannelPayment {
  const status = textAt(order, 'status')
  const refundedAmount = listAt(order, 'refunds').reduce(
    (sum, refund) => sum + Math.abs(money.sum([textAt(refund, 'total'), 'refunds.total'])),
    0,
  )
  const approvedAt = instantAt(order, report, '', 'date_paid_gmt', 'date_paid')
  const about = {
    refundedAmount,
    method: cleanTextAt(order, 40, 'payment_method'),
    reference: cleanTextAt(order, 120, 'transaction_id'),
  }
  if (status === 'failed') return { ...about, status: 'refused', approvedAmount: 0 }
  if (approvedAt === undefined) return { ...about, status: 'pending', approvedAmount: 0 }
  const isBack = status === 'refunded' || (total > 0 && refundedAmount >= total)
  return { ...about, status: isBack ? 'refunded' : 'approved', approvedAmount: total, approvedAt }
}

/** A tracking code of the plug-in for Correios, several joined by commas. */
function shipmentsOf(
  order: Payload,
  meta: ReadonlyMap<string, string>,
  report: ReportUnmapped,
): CanonicalOrder['shipments'] {
  const codes = textAt(order, 'correios_tracking_code') ?? meta.get('_correios_tracking_code')
  if (codes === undefined) return undefined
  const isSent = textAt(order, 'status') === 'completed'
  return codes
    .split(',')
    .map((code) => code.trim().slice(0, 60))
    .filter((code) => code !== '')
    .map((trackingCode) => ({
      externalId: trackingCode,
      status: isSent ? 'shipped' : 'ready',
      carrier: 'Correios',
      trackingCode,
      shippedAt: isSent ? instantAt(order, report, '', 'date_completed_gmt', 'date_completed') : undefined,
    }))
}
