import type { CanonicalOrder } from '../../../../events/channels/channel-schema.ts'
import type { Customer } from '../../../../events/orders/order-schema.ts'
import type { Mapped } from '../../canonical/canonical.ts'
import { at, listAt, type Payload, textAt } from '../../canonical/exact-json.ts'
import {
  cleanText,
  cleanTextAt,
  idAt,
  type MappedLine,
  type MoneyReader,
  mapping,
  moneyReaderOf,
  orderFact,
  priced,
  progressOf,
  quantityOf,
  type ReportUnmapped,
  skuAt,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt, joinText, latest, phoneIn, taxStanding } from '../../canonical/reading.ts'
import { billingAddressOf, shippingAddressOf } from './addresses.ts'
import { shipmentOf } from './map-shipment.ts'
import { feesOf, paid, paymentOf, received } from './payments.ts'

/** The documents of one order; only the order itself is required. */
export interface OrderAnswers {
  /** `GET /orders/{id}` */
  readonly order: unknown
  /** `GET /shipments/{id}`, with `x-format-new` or without. */
  readonly shipment?: unknown
  /** `GET /shipments/{id}/sla` */
  readonly sla?: unknown
  /** `GET /orders/billing-info/MLB/{id}` */
  readonly billing?: unknown
}

const cancelled = new Set(['cancelled', 'invalid'])

const tagsOf = (order: Payload): ReadonlySet<unknown> =>
  new Set(Array.isArray(order['tags']) ? (order['tags'] as unknown[]) : [])

/**
 * Maps an order of Mercado Livre with what was fetched about it. One order is one listing; a cart is a pack.
 */
export const mapOrder = ({ order: body, shipment: sent, sla, billing }: OrderAnswers): Mapped =>
  mapping((report) => {
    const order = at(body)
    const money = moneyReaderOf(textAt(order, 'currency_id'), report)
    const shipments = sent === undefined ? [] : [shipmentOf(at(sent), report)]
    const lines = listAt(order, 'order_items').map((item, n) =>
      lineOf(item, `order_items[${n}]`, money, report),
    )
    const identity = billingOf(at(billing))
    const placedAt = instantAt(order, report, '', 'date_created')
    const updatedAt = latest(
      instantAt(order, report, '', 'last_updated', 'date_closed', 'date_created'),
      instantAt(sent, report, 'shipment.', 'last_updated'),
      instantAt(sla, report, 'sla.', 'last_updated'),
    )
    if (placedAt === undefined || updatedAt === undefined) throw unmappable('date_created and last_updated')
    const leadTime = at(sent, 'lead_time')
    const tags = tagsOf(order)
    return [
      orderFact(
        {
          externalId: idAt(order, 'id'),
          packId: cleanTextAt(order, 100, 'pack_id'),
          status: statusOf(order, progressOf(shipments), report),
          platformStatus: cleanTextAt(order, 100, 'status') ?? 'none',
          updatedAt,
          placedAt,
          customer: customerOf(order, at(sent), identity),
          shippingAddress: shippingAddressOf(at(sent), report),
          billingAddress: billingAddressOf(at(identity, 'address'), report),
          lines,
          currency: money.currency,
          totals: { total: money.need(textAt(order, 'total_amount'), 'total_amount') },
          payment: paymentOf(order, textAt(at(identity, 'identification'), 'number'), money, report),
          cancellation: cancellationOf(order, report),
          shipments: shipments.length === 0 ? undefined : shipments,
          dispatchBy:
            instantAt(sla, report, 'sla.', 'expected_date') ??
            instantAt(at(leadTime, 'estimated_handling_limit'), report, 'shipment.handling.', 'date') ??
            instantAt(at(sent, 'shipping_option', 'estimated_handling_limit'), report, 'shipment.', 'date'),
          deliverBy:
            instantAt(at(leadTime, 'estimated_delivery_limit'), report, 'shipment.delivery.', 'date') ??
            instantAt(at(leadTime, 'estimated_delivery_time'), report, 'shipment.delivery.', 'date') ??
            instantAt(at(sent, 'shipping_option', 'estimated_delivery_limit'), report, 'shipment.', 'date'),
          doNotShip: tags.has('fraud_risk_detected') ? 'fraud_risk_detected' : undefined,
          facts: {
            channelFees: feesOf(order, money, report),
            recipientTax: taxStanding(registrationOf(identity)),
          },
        },
        report,
      ),
    ]
  })

function statusOf(
  order: Payload,
  progress: CanonicalOrder['status'] | undefined,
  report: ReportUnmapped,
): CanonicalOrder['status'] {
  const status = textAt(order, 'status') ?? ''
  if (cancelled.has(status)) return 'cancelled'
  if (status === 'pending_cancel') return 'cancelling'
  if (progress !== undefined) return progress
  if (tagsOf(order).has('delivered')) return 'delivered'
  if (paid.has(status)) return 'paid'
  if (!received.has(status)) report('status', status)
  return 'received'
}

function lineOf(item: Payload, path: string, money: MoneyReader, report: ReportUnmapped): MappedLine {
  const listing = at(item, 'item')
  const quantity = quantityOf(textAt(item, 'quantity'), `${path}.quantity`, report)
  const net = money.need(textAt(item, 'unit_price'), `${path}.unit_price`) * quantity
  const full = money.read(textAt(item, 'full_unit_price'), `${path}.full_unit_price`)
  const gross = money.read(textAt(item, 'gross_price'), `${path}.gross_price`) ?? (full ?? 0) * quantity
  const listingId = cleanTextAt(listing, 100, 'id')
  const variationId = cleanTextAt(listing, 100, 'variation_id')
  const own = textAt(listing, 'seller_sku') === undefined ? 'seller_custom_field' : 'seller_sku'
  const id = variationId === undefined ? listingId : `${listingId ?? ''}-${variationId}`
  return {
    ...priced(gross, net, quantity),
    ...skuAt(listing, own, [id], () => report(`${path}.item.seller_sku`)),
    title: cleanTextAt(listing, 200, 'title') ?? 'unknown',
    lineId: cleanTextAt(item, 100, 'element_id'),
    listingId,
    variationId,
  }
}

function cancellationOf(order: Payload, report: ReportUnmapped): CanonicalOrder['cancellation'] {
  const status = textAt(order, 'status') ?? ''
  const detail = at(order, 'cancel_detail')
  const state = cancelled.has(status) ? 'done' : status === 'pending_cancel' ? 'requested' : undefined
  return state === undefined
    ? undefined
    : {
        state,
        reason: cleanText(
          joinText(textAt(detail, 'group'), textAt(detail, 'code'), textAt(detail, 'description')),
          300,
        ),
        requestedBy: cleanTextAt(detail, 60, 'requested_by'),
        at: instantAt(detail, report, 'cancel_detail.', 'date'),
      }
}

/** `billing_info` of the current format (under `buyer`) and of the older ones. */
function billingOf(answer: Payload): Payload {
  const now = at(answer, 'buyer', 'billing_info')
  return Object.keys(now).length > 0 ? now : at(answer, 'billing_info')
}

const registrationOf = (identity: Payload): string | undefined =>
  textAt(at(identity, 'taxes', 'inscriptions'), 'state_registration') ??
  textAt(identity, 'state_registration')

/** The buyer's name: of the billing data, else of the order or the shipment, else the platform's id. */
function customerOf(order: Payload, sent: Payload, identity: Payload): Customer {
  const buyer = at(order, 'buyer')
  const destination = at(sent, 'destination')
  const name =
    joinText(textAt(identity, 'name', 'business_name'), textAt(identity, 'last_name')) ??
    joinText(textAt(buyer, 'first_name'), textAt(buyer, 'last_name')) ??
    textAt(destination, 'receiver_name') ??
    textAt(at(sent, 'receiver_address'), 'receiver_name') ??
    textAt(buyer, 'nickname')
  return {
    name: cleanText(name, 120) ?? `Mercado Livre ${textAt(buyer, 'id') ?? ''}`.trim(),
    email: cleanTextAt(buyer, 254, 'email'),
    phone: phoneIn(
      textAt(destination, 'receiver_phone') ?? textAt(at(sent, 'receiver_address'), 'receiver_phone'),
    ),
    document: cleanTextAt(at(identity, 'identification'), 24, 'number'),
  }
}
