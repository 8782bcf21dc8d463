import * as z from 'zod/mini'
import type { Line, OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { SkuFacts } from '../../../../events/quality/facts.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'
import { missingSkuFacts, skuFactsOf } from '../stock/sku-facts.ts'

/**
 * Each unit price is the valid price, no price is zero unless the valid price is, and each line's revenue, after its
 * discount and its share of the order's discount, exceeds the cost by the store's margin.
 */
export const price = defineCheck({
  code: 'price',
  number: 13,
  version: 1,
  mode: 'hold',
  department: 'finance',
  customerCanCorrect: false,
  thresholds: z.strictObject({
    /** Allowed difference from the valid unit price, in hundredths of a percent of it. */
    toleranceBasisPoints: z._default(z.int().check(z.gte(0), z.lte(10_000)), 0),
    /** Minimum share of the revenue that must remain after cost, for SKUs without their own margin. */
    leastMarginBasisPoints: z._default(z.int().check(z.gte(-10_000), z.lte(10_000)), 0),
  }),
  relevant: ({ lines, totals }) => [
    lines.map(({ sku, quantity, unitPrice, discount }) => [sku, quantity, unitPrice, discount]),
    totals.discount,
  ],
  evaluate: (order, { facts: { skus = {} }, thresholds }) =>
    verdictOf(
      order.lines.flatMap((line, n) => {
        const facts = skuFactsOf(skus, line.sku)
        return [
          ...wrongPrice(`lines[${n}].unitPrice`, line, facts, thresholds.toleranceBasisPoints),
          ...lowMargin(`lines[${n}]`, order, line, {
            leastMargin: thresholds.leastMarginBasisPoints,
            ...facts,
          }),
        ]
      }),
      missingSkuFacts(order.lines, skus, ['price', 'cost']),
    ),
})

function wrongPrice(
  field: string,
  { sku, unitPrice }: Line,
  { price: valid }: SkuFacts,
  tolerance: number,
): Evidence[] {
  if (valid === undefined)
    return unitPrice > 0 ? [] : [{ field, expected: `a price of ${sku} over zero`, received: '0' }]
  const isOff = Math.abs(unitPrice - valid) * 10_000 > tolerance * valid
  const expected = `${valid} (minor units), the price of ${sku}`
  return isOff ? [{ field, expected, received: `${unitPrice}` }] : []
}

function lowMargin(
  field: string,
  { lines, totals }: OrderSnapshot,
  line: Line,
  { cost, leastMargin = 0, price: valid }: SkuFacts,
): Evidence[] {
  if (cost === undefined || valid === 0) return []
  const goods = lines.reduce((sum, one) => sum + netAmount(one), 0)
  const net = netAmount(line)
  const revenue = goods === 0 ? 0 : net - Math.round((totals.discount * net) / goods)
  const spent = cost * line.quantity
  if ((revenue - spent) * 10_000 >= revenue * leastMargin) return []
  const expected = `${spent} (minor units) at least, the cost of ${line.sku}, and ${leastMargin / 100} % of its revenue`
  return [{ field, expected, received: `${revenue} after discounts` }]
}

const netAmount = ({ quantity, unitPrice, discount }: Line): number => quantity * unitPrice - discount
