import type { Line } from '../../events/orders/order-schema.ts'
import { PlaceOrderRequest } from '../../functions/orders/order/order-requests.ts'
import type { PlaceOrder } from '../../functions/orders/order/place-order.ts'
import type { OlistOrder } from './read-olist.ts'

/** An order of Olist in canonical form, with its later steps (UTC ISO-8601). */
export interface OlistSale {
  readonly command: PlaceOrder
  /** The seller; each seller of the marketplace is a store. */
  readonly seller: string
  readonly sellerUf: string | undefined
  readonly placedAt: string
  readonly approvedAt: string | undefined
  readonly dispatchedAt: string | undefined
  readonly deliveredAt: string | undefined
}

/**
 * Maps an order. Of an order without items nothing is known but what was paid: it gets one line of that. Payments are
 * the total; what they are over goods and freight are fees (interest), what they are under, a discount. Without a name,
 * a document and a street in the data, such fields stay as empty as they are there. Error: when an order of the data is
 * none that the API would take.
 */
export function toSale({ order, customer, items, payments }: OlistOrder): OlistSale {
  const id = order['order_id'] ?? ''
  const seller = items[0]?.seller
  const freight = sum(items.map(({ item }) => cents(item['freight_value'])))
  const goods = sum(items.map(({ item }) => cents(item['price'])))
  const paid =
    payments.length === 0 ? goods + freight : sum(payments.map((one) => cents(one['payment_value'])))
  const over = items.length === 0 ? 0 : paid - goods - freight
  const limits = items.map(({ item }) => instant(item['shipping_limit_date']) ?? '')
  const command = PlaceOrderRequest.parse({
    channel: 'olist',
    externalId: id,
    customer: { name: `Cliente ${(customer['customer_unique_id'] ?? '').slice(0, 8)}` },
    shippingAddress: {
      city: customer['customer_city'],
      uf: customer['customer_state'],
      cep: `${customer['customer_zip_code_prefix']}-000`,
    },
    lines: items.length === 0 ? [unknownLine(paid)] : linesOf(items),
    totals: { discount: Math.max(0, -over), freight, fees: Math.max(0, over), total: paid },
    placedAt: instant(order['order_purchase_timestamp']),
    dispatchBy: limits.toSorted().at(-1),
    deliverBy: instant(order['order_estimated_delivery_date']),
  })
  return {
    command,
    seller: seller?.['seller_id'] ?? 'unknown',
    sellerUf: seller?.['seller_state'],
    placedAt: command.placedAt ?? '',
    approvedAt: instant(order['order_approved_at']),
    dispatchedAt: instant(order['order_delivered_carrier_date']),
    deliveredAt: instant(order['order_delivered_customer_date']),
  }
}

const unknownLine = (paid: number) => ({
  sku: 'unknown',
  title: 'nothing is known of what was bought',
  quantity: 1,
  unitPrice: paid,
})

/** One line for each product, price and seller: Olist has a row for every unit. */
function linesOf(items: OlistOrder['items']): unknown[] {
  const alike = Map.groupBy(items, ({ item }) => `${item['product_id']} ${item['price']}`)
  return [...alike.values()].map((pieces): Partial<Line> => {
    const { item = {}, product = {}, seller = {} } = pieces[0] ?? {}
    const [length, width, height] = ['length', 'width', 'height'].map(
      (side) => Number(product[`product_${side}_cm`]) * 10,
    )
    return {
      sku: item['product_id'] ?? '',
      title: product['product_category_name'] || 'sem categoria',
      quantity: pieces.length,
      unitPrice: cents(item['price']),
      weightGrams: Number(product['product_weight_g']),
      dimensionsMm: { length: length ?? 0, width: width ?? 0, height: height ?? 0 },
      supplier: seller['seller_id'] ?? '',
    }
  })
}

const cents = (reais: string | undefined): number => Math.round(Number(reais) * 100)

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const wallClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Sao_Paulo',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** Converts a local time of São Paulo, with the summer time of then; undefined when empty. */
function instant(local: string | undefined): string | undefined {
  if (local === undefined || local === '') return undefined
  const readings = ['-03:00', '-02:00'].map((offset) => new Date(`${local.replace(' ', 'T')}${offset}`))
  return (readings.find((reading) => wallClock.format(reading) === local) ?? readings[0])?.toISOString()
}
