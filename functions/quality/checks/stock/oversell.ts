import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, passed, verdictOf } from '../check.ts'
import { quantitiesOf } from './quantities.ts'
import { missingSkuFacts, skuFactsOf } from './sku-facts.ts'

/**
 * The available quantity of each SKU covers all lines together. Reserved goods are not available; once this order's
 * own reservation is held, check 17 evaluates it instead.
 */
export const oversell = defineCheck({
  code: 'oversell',
  number: 16,
  version: 1,
  mode: 'hold',
  department: 'stock-logistics',
  customerCanCorrect: false,
  relevant: ({ lines }) => lines.map(({ sku, quantity }) => [sku, quantity]),
  evaluate: ({ lines }, { facts: { skus = {}, reservation } }) => {
    if (reservation?.status === 'held') return passed
    const evidence = [...quantitiesOf(lines)].flatMap(([sku, wanted]): Evidence[] => {
      const { available } = skuFactsOf(skus, sku)
      if (available === undefined || available >= wanted) return []
      const field = `lines[${lines.findIndex((line) => line.sku === sku)}].quantity`
      return [{ field, expected: `${available} of ${sku} at most`, received: `${wanted}` }]
    })
    return verdictOf(evidence, missingSkuFacts(lines, skus, ['available']))
  },
})
