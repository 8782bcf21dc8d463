import * as z from 'zod/mini'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * The service serves the CEP, carries all goods of the order, and costs no more than the customer paid for freight,
 * within a tolerance. With free freight the store has chosen to pay it.
 */
export const freight = defineCheck({
  code: 'freight',
  number: 21,
  version: 1,
  mode: 'hold',
  department: 'stock-logistics',
  customerCanCorrect: false,
  needs: ['freightQuote'],
  thresholds: z.strictObject({
    /** The tolerance: a share of the charged freight in hundredths of a percent, or cents, whichever is more. */
    toleranceBasisPoints: z._default(z.int().check(z.gte(0), z.lte(100_000)), 1000),
    toleranceCents: z._default(z.int().check(z.gte(0), z.lte(100_000)), 200),
    /** Whether free freight is compared too. */
    compareFreeFreight: z._default(z.boolean(), false),
  }),
  relevant: ({ shippingAddress, totals, lines }) => [
    shippingAddress.cep,
    totals.freight,
    lines.map(({ sku }) => sku),
  ],
  evaluate: (
    { shippingAddress, totals, currency, lines },
    { facts: { freightQuote: quote }, thresholds },
  ) => {
    const evidence: Evidence[] = []
    if (!quote.servesCep)
      evidence.push({
        field: 'shippingAddress.cep',
        expected: `a CEP that ${quote.service} serves`,
        received: shippingAddress.cep ?? 'none',
      })
    for (const [n, { sku }] of lines.entries())
      if (quote.restrictedGoods.includes(sku))
        evidence.push({
          field: `lines[${n}].sku`,
          expected: `goods that ${quote.service} carries`,
          received: sku,
        })
    const over = quote.price - totals.freight
    const isDear =
      over > thresholds.toleranceCents && over * 10_000 > thresholds.toleranceBasisPoints * totals.freight
    if (isDear && (totals.freight > 0 || thresholds.compareFreeFreight))
      evidence.push({
        field: 'totals.freight',
        expected: `${currency} ${quote.price} (minor units), the price of ${quote.service}`,
        received: `${currency} ${totals.freight}`,
      })
    return verdictOf(evidence)
  },
})
