import type { ChannelRefund, ChannelShipment } from '../../../../events/channels/channel-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanTextAt,
  idAt,
  type MoneyReader,
  mapping,
  moneyReaderOf,
  type ReportUnmapped,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt, instantOf } from '../../canonical/reading.ts'

/** Maps the body of `refunds/create`: part of an order that may not have arrived yet. */
export const mapRefund = (payload: unknown): Mapped =>
  mapping((report) => {
    const body = at(payload)
    const refund = refundOf(body, moneyReaderOf(currencyOf(body), report), report)
    return [{ kind: 'refund', externalId: idAt(body, 'order_id'), updatedAt: refund.at, refund }]
  })

/** Maps the body of `fulfillments/create` and `fulfillments/update`. */
export const mapFulfillment = (payload: unknown): Mapped =>
  mapping((report) => {
    const body = at(payload)
    const updatedAt = instantAt(body, report, '', 'updated_at', 'created_at')
    if (updatedAt === undefined) throw unmappable('updated_at', ['updated_at'])
    return shipmentOf(body, report).map((shipment) => ({
      kind: 'shipment',
      externalId: idAt(body, 'order_id'),
      updatedAt,
      shipment,
    }))
  })

function currencyOf(refund: Payload): string | undefined {
  const [transaction] = listAt(refund, 'transactions')
  const [line] = listAt(refund, 'refund_line_items')
  return (
    textAt(transaction, 'currency') ??
    textAt(at(line, 'subtotal_set', 'shop_money'), 'currency_code') ??
    textAt(at(refund, 'total_duties_set', 'shop_money'), 'currency_code')
  )
}

/** A refund: the amount of its transactions; `returned` when one of its lines says so. */
export function refundOf(refund: Payload, money: MoneyReader, report: ReportUnmapped): ChannelRefund {
  const at = instantAt(refund, report, 'refunds.', 'processed_at', 'created_at')
  if (at === undefined) throw unmappable('processed_at', ['processed_at'])
  const amount = listAt(refund, 'transactions')
    .filter((one) => textAt(one, 'kind') === 'refund' && textAt(one, 'status') === 'success')
    .reduce((sum, one) => sum + money.sum([textAt(one, 'amount'), 'refunds.transactions.amount']), 0)
  return {
    externalId: idAt(refund, 'id'),
    amount,
    at,
    reason: cleanTextAt(refund, 300, 'note'),
    returnsGoods: listAt(refund, 'refund_line_items').some((one) => textAt(one, 'restock_type') === 'return'),
  }
}

/** Statuses of a fulfilment that has not left. */
const pending = new Set(['pending', 'open'])
const underway = new Set([
  'confirmed',
  'in_transit',
  'out_for_delivery',
  'attempted_delivery',
  'ready_for_pickup',
  'delayed',
  'carrier_picked_up',
  'picked_up',
])

/** A fulfilment as a shipment; a failed one is none. */
export function shipmentOf(one: Payload, report: ReportUnmapped): ChannelShipment[] {
  const status = textAt(one, 'status')
  const underWay = textAt(one, 'shipment_status')
  const common = {
    externalId: cleanTextAt(one, 100, 'id'),
    carrier: cleanTextAt(one, 60, 'tracking_company'),
    trackingCode: cleanTextAt(one, 60, 'tracking_number'),
    ...(underWay === undefined ? {} : { substatus: underWay.slice(0, 60) }),
  }
  if (status === 'cancelled') return [{ ...common, status: 'cancelled' }]
  if (status === 'failure' || status === 'error') return []
  if (status !== undefined && pending.has(status)) return [{ ...common, status: 'pending' }]
  if (status !== 'success') report('fulfillments.status', status)
  const shippedAt = instantOf(textAt(one, 'created_at'))
  if (underWay === 'delivered') {
    const deliveredAt = instantOf(textAt(one, 'updated_at'))
    return [{ ...common, status: 'delivered', shippedAt, deliveredAt }]
  }
  if (underWay === 'failure') return [{ ...common, status: 'not-delivered', shippedAt }]
  if (underWay?.startsWith('label_')) return [{ ...common, status: 'ready' }]
  if (underWay !== undefined && !underway.has(underWay)) report('fulfillments.shipment_status', underWay)
  return [{ ...common, status: 'shipped', shippedAt }]
}
