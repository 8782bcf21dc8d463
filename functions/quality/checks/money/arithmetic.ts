import { defineCheck, verdictOf } from '../check.ts'
import { mergedLines } from '../stock/merged-lines.ts'

/** Lines less discounts, plus freight and fees, equal the total to the cent (SEFAZ 564, 610, 629). */
export const arithmetic = defineCheck({
  code: 'arithmetic',
  number: 12,
  version: 1,
  mode: 'block',
  department: 'finance',
  customerCanCorrect: false,
  correct: ({ lines }) => mergedLines(lines),
  relevant: ({ lines, totals }) => [lines, totals],
  evaluate: ({ lines, totals: { discount, freight, fees, total }, currency }) => {
    const goods = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice - line.discount, 0)
    const sum = goods - discount + freight + fees
    const expected = `${currency} ${sum} (minor units: ${goods} lines - ${discount} discount + ${freight} freight + ${fees} fees)`
    return verdictOf(
      sum === total ? [] : [{ field: 'totals.total', expected, received: `${currency} ${total}` }],
    )
  },
})
