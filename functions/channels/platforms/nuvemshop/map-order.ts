import type { CanonicalOrder, ChannelPayment } from '../../../../events/channels/channel-schema.ts'
import type { Address, Customer } from '../../../../events/orders/order-schema.ts'
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
  quantityOf,
  type ReportUnmapped,
  skuAt,
  unmappable,
} from '../../canonical/mapping.ts'
import { instantAt, reportForeignCountry, stateOf } from '../../canonical/reading.ts'

/** Maps an order of Nuvemshop: `GET /v1/{store}/orders/{id}`. */
export const mapOrder = (payload: unknown): Mapped =>
  mapping((report) => {
    const order = at(payload)
    const money = moneyReaderOf(textAt(order, 'currency'), report)
    const total = money.need(textAt(order, 'total', 'price'), 'total')
    const placedAt = instantAt(order, report, '', 'created_at')
    const updatedAt = instantAt(order, report, '', 'updated_at')
    if (placedAt === undefined || updatedAt === undefined) throw unmappable('created_at and updated_at')
    const shipments = shipmentsOf(order, report)
    const payment = paymentOf(order, total, report)
    return [
      orderFact(
        {
          externalId: idAt(order, 'id'),
          status: statusOf(order, payment, shipments[0]?.status, report),
          platformStatus: [
            textAt(order, 'status'),
            textAt(order, 'payment_status'),
            textAt(order, 'shipping_status'),
          ]
            .filter((part) => part !== undefined)
            .join(', ')
            .slice(0, 100),
          updatedAt,
          placedAt,
          customer: customerOf(order),
          shippingAddress: shippingAddressOf(order, report),
          billingAddress: billingAddressOf(order, report),
          lines: linesOf(order, money, report),
          currency: money.currency,
          totals: {
            discount: money.sum([textAt(order, 'discount'), 'discount']),
            freight: money.sum([textAt(order, 'shipping_cost_customer'), 'shipping_cost_customer']),
            total,
          },
          payment,
          cancellation:
            textAt(order, 'status') === 'cancelled'
              ? {
                  state: 'done',
                  reason: cleanTextAt(order, 300, 'cancel_reason'),
                  at: instantAt(order, report, '', 'cancelled_at'),
                }
              : undefined,
          shipments: shipments.length === 0 ? undefined : shipments,
        },
        report,
      ),
    ]
  })

function statusOf(
  order: Payload,
  payment: ChannelPayment,
  sent: 'shipped' | 'delivered' | undefined,
  report: ReportUnmapped,
): CanonicalOrder['status'] {
  const status = textAt(order, 'status')
  if (status === 'cancelled') return 'cancelled'
  if (status !== 'open' && status !== 'closed') report('status', status)
  return sent ?? (payment.status === 'approved' ? 'paid' : 'received')
}

const payments: Readonly<Record<string, ChannelPayment['status']>> = {
  pending: 'pending',
  authorized: 'pending',
  in_process: 'pending',
  partially_paid: 'pending',
  paid: 'approved',
  partially_refunded: 'approved',
  voided: 'refused',
  abandoned: 'refused',
  refunded: 'refunded',
}

/** Nuvemshop sends no amounts of payments: a paid order is paid in full, a refunded one refunded in full. */
function paymentOf(order: Payload, total: number, report: ReportUnmapped): ChannelPayment {
  const platformStatus = textAt(order, 'payment_status')
  const status = payments[platformStatus ?? '']
  if (status === undefined) report('payment_status', platformStatus)
  const wasPaid = status === 'approved' || status === 'refunded'
  if (platformStatus === 'partially_refunded') report('payment_status', platformStatus)
  return {
    status: status ?? 'pending',
    approvedAmount: wasPaid ? total : 0,
    refundedAmount: status === 'refunded' ? total : 0,
    method: cleanTextAt(at(order, 'payment_details'), 40, 'method') ?? cleanTextAt(order, 40, 'gateway'),
    reference: cleanTextAt(order, 120, 'gateway_id'),
    approvedAt: wasPaid ? instantAt(order, report, '', 'paid_at') : undefined,
  }
}

const sentWords: Readonly<Record<string, 'shipped' | 'delivered'>> = {
  fulfilled: 'shipped',
  shipped: 'shipped',
  delivered: 'delivered',
}
const unsent = new Set([
  'unpacked',
  'unfulfilled',
  'unshipped',
  'packed',
  'partially_packed',
  'partially_fulfilled',
])

/** One shipment, once the order has left. */
function shipmentsOf(order: Payload, report: ReportUnmapped) {
  const platformStatus = textAt(order, 'shipping_status')
  const status = sentWords[platformStatus ?? '']
  if (status === undefined) {
    if (platformStatus !== undefined && !unsent.has(platformStatus)) report('shipping_status', platformStatus)
    return []
  }
  return [
    {
      status,
      carrier: cleanTextAt(order, 60, 'shipping_option', 'shipping'),
      trackingCode: cleanTextAt(order, 60, 'shipping_tracking_number'),
      shippedAt: instantAt(order, report, '', 'shipped_at'),
    },
  ]
}

function linesOf(order: Payload, money: MoneyReader, report: ReportUnmapped): MappedLine[] {
  return listAt(order, 'products').map((line, n) => {
    const path = `products[${n}]`
    const quantity = quantityOf(textAt(line, 'quantity'), `${path}.quantity`, report)
    const gross = money.need(textAt(line, 'price'), `${path}.price`) * quantity
    const listingId = cleanTextAt(line, 100, 'product_id')
    const variationId = cleanTextAt(line, 100, 'variant_id')
    return {
      ...priced(gross, gross, quantity),
      ...skuAt(line, 'sku', [variationId, listingId], (field) => report(`${path}.${field}`)),
      title: cleanTextAt(line, 200, 'name') ?? `Produto ${listingId ?? 'sem nome'}`,
      lineId: cleanTextAt(line, 100, 'id'),
      listingId,
      variationId,
    }
  })
}

/** The buyer by the order's `contact_*` fields, else by the shop's customer. */
function customerOf(order: Payload): Customer {
  const customer = at(order, 'customer')
  const address = at(order, 'shipping_address')
  const name =
    textAt(order, 'contact_name') ??
    textAt(customer, 'name') ??
    textAt(order, 'billing_name') ??
    textAt(address, 'name')
  return {
    name: cleanText(name, 120) ?? `Nuvemshop ${textAt(customer, 'id') ?? textAt(order, 'id') ?? ''}`.trim(),
    email: cleanTextAt(order, 254, 'contact_email') ?? cleanTextAt(customer, 254, 'email'),
    phone: cleanText(
      textAt(order, 'contact_phone') ?? textAt(customer, 'phone') ?? textAt(address, 'phone'),
      30,
    ),
    document: cleanTextAt(order, 24, 'contact_identification') ?? cleanTextAt(customer, 24, 'identification'),
  }
}

function shippingAddressOf(order: Payload, report: ReportUnmapped): Address {
  const address = at(order, 'shipping_address')
  reportForeignCountry(address, report, 'shipping_address', 'country')
  return {
    recipient: cleanTextAt(address, 100, 'name'),
    street: cleanTextAt(address, 120, 'address'),
    number: cleanTextAt(address, 20, 'number'),
    complement: cleanTextAt(address, 80, 'floor'),
    district: cleanTextAt(address, 80, 'locality'),
    city: cleanTextAt(address, 80, 'city'),
    uf: stateOf(textAt(address, 'province')),
    cep: cleanTextAt(address, 20, 'zipcode'),
    phone: cleanTextAt(address, 30, 'phone'),
  }
}

/** The address in the `billing_*` fields; undefined when all are empty. */
function billingAddressOf(order: Payload, report: ReportUnmapped): Address | undefined {
  if (textAt(order, 'billing_address', 'billing_zipcode', 'billing_city') === undefined) return undefined
  reportForeignCountry(order, report, 'billing', 'billing_country')
  return {
    recipient: cleanTextAt(order, 100, 'billing_name'),
    street: cleanTextAt(order, 120, 'billing_address'),
    number: cleanTextAt(order, 20, 'billing_number'),
    complement: cleanTextAt(order, 80, 'billing_floor'),
    district: cleanTextAt(order, 80, 'billing_locality'),
    city: cleanTextAt(order, 80, 'billing_city'),
    uf: stateOf(textAt(order, 'billing_province')),
    cep: cleanTextAt(order, 20, 'billing_zipcode'),
    phone: cleanTextAt(order, 30, 'billing_phone'),
  }
}
