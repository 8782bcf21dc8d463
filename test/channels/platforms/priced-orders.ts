import fc from 'fast-check'
import { toDecimalText } from '../../../functions/channels/canonical/decimal-money.ts'

/** An order in cents, from which each platform's payload is written. */
export interface PricedOrder {
  readonly id: string
  readonly lines: readonly PricedLine[]
  readonly freight: number
}

export interface PricedLine {
  readonly unit: number
  readonly quantity: number
  /** Discount on the whole line, at most its price. */
  readonly off: number
}

const line = fc
  .record({ unit: fc.integer({ min: 0, max: 9_999_99 }), quantity: fc.integer({ min: 1, max: 99 }) })
  .chain(({ unit, quantity }) =>
    fc.integer({ min: 0, max: unit * quantity }).map((off): PricedLine => ({ unit, quantity, off })),
  )

/** Orders of up to eight lines; most ids exceed 2^53. */
export const pricedOrders: fc.Arbitrary<PricedOrder> = fc.record({
  id: fc.bigInt({ min: 1n, max: 2n ** 64n }).map(String),
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  freight: fc.integer({ min: 0, max: 500_00 }),
})

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)

const netOf = ({ unit, quantity, off }: PricedLine): number => unit * quantity - off
export const totalOf = ({ lines, freight }: PricedOrder): number => sum(lines.map(netOf)) + freight

const money = (cents: number): string => toDecimalText(cents, 'BRL')
/** A decimal number as JSON writes it, without trailing zeros. */
const number = (cents: number): string => money(cents).replace(/\.?0+$/, '')
const join = (parts: readonly string[]): string => parts.join(',')
const when = '2026-11-24T09:00:00-03:00'

/** The order in each platform's format, as text, since numbers beyond 2^53 are not exact in JavaScript. */
export const payloads: Readonly<Record<string, (order: PricedOrder) => string>> = {
  shopify: (order) =>
    `{"topic":"orders/create","body":{"id":${order.id},"currency":"BRL","financial_status":"paid",
    "created_at":"${when}","updated_at":"${when}","taxes_included":true,"total_tax":"1.23","total_price":"${money(totalOf(order))}",
    "line_items":[${join(
      order.lines.map(
        ({ unit, quantity, off }, n) =>
          `{"id":${n},"sku":"S${n}","title":"T","quantity":${quantity},"price":"${money(unit)}",
          "discount_allocations":[{"amount":"${money(off)}"}]}`,
      ),
    )}],
    "shipping_lines":[{"price":"${money(order.freight)}"}]}}`,
  woocommerce: (order) =>
    `{"topic":"order.updated","body":{"id":${order.id},"currency":"BRL","status":"processing",
    "date_created_gmt":"2026-11-24T12:00:00","date_modified_gmt":"2026-11-24T12:00:00","date_paid_gmt":"2026-11-24T12:00:00",
    "shipping_total":"${money(order.freight)}","total_tax":"0.00","total":"${money(totalOf(order))}",
    "line_items":[${join(
      order.lines.map(
        (line, n) =>
          `{"id":${n},"sku":"S${n}","name":"T","quantity":${line.quantity},"price":${netOf(line) / line.quantity / 100},
          "subtotal":"${money(line.unit * line.quantity)}","total":"${money(netOf(line))}"}`,
      ),
    )}]}}`,
  'mercado-livre': ({ id, lines }) => {
    // One order is one listing with a unit price, and the buyer pays the freight to the platform.
    const [{ unit, quantity } = { unit: 0, quantity: 1 }] = lines
    return `{"about":"order","missing":[],"documents":{"order":{"id":${id},"status":"paid","currency_id":"BRL",
    "date_created":"${when}","last_updated":"${when}","total_amount":${number(unit * quantity)},
    "order_items":[{"item":{"id":"MLB1","title":"T","seller_sku":"S"},"quantity":${quantity},"unit_price":${number(unit)},"full_unit_price":${number(unit + 7)}}],
    "payments":[{"id":${id},"status":"approved","transaction_amount":${number(unit * quantity)}}]}}}`
  },
  nuvemshop: (order) =>
    `{"about":"order","missing":[],"documents":{"order":{"id":${order.id},"currency":"BRL","status":"open","payment_status":"paid",
    "created_at":"${when}","updated_at":"${when}","discount":"${money(sum(order.lines.map(({ off }) => off)))}",
    "shipping_cost_customer":"${money(order.freight)}","total":"${money(totalOf(order))}",
    "products":[${join(
      order.lines.map(
        ({ unit, quantity }, n) =>
          `{"id":${n},"sku":"S${n}","name":"T","price":"${money(unit)}","quantity":"${quantity}"}`,
      ),
    )}]}}}`,
  vtex: (order) =>
    `{"about":"order","missing":[],"documents":{"order":{"orderId":"${order.id}-01","status":"handling","value":${totalOf(order)},
    "creationDate":"${when}","lastChange":"${when}",
    "totals":[{"id":"Items","value":${sum(order.lines.map(({ unit, quantity }) => unit * quantity))}},
      {"id":"Discounts","value":${-sum(order.lines.map(({ off }) => off))}},{"id":"Shipping","value":${order.freight}}],
    "items":[${join(
      order.lines.map(
        ({ unit, quantity, off }, n) =>
          `{"id":"${n}","refId":"S${n}","name":"T","quantity":${quantity},"price":${unit},
          "priceTags":[{"name":"discount@price-1#2","value":${n % 2 === 0 ? -off : 0}}]}`,
      ),
    )}]}}}`,
}
