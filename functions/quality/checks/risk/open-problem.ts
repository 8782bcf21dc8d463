import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * The order has no unanswered complaint, and no defect is open on a SKU, lot or supplier of its lines or on a lot
 * reserved for it.
 */
export const openProblem = defineCheck({
  code: 'open-problem',
  number: 27,
  version: 1,
  mode: 'hold',
  department: 'front-office',
  customerCanCorrect: false,
  relevant: ({ lines }) => lines.map(({ sku, lot, supplier }) => [sku, lot, supplier]),
  evaluate: ({ lines }, { facts: { openComplaints, openDefects, reservation } }) => {
    const complained: Evidence[] =
      (openComplaints ?? 0) > 0
        ? [{ field: 'openComplaints', expected: 'no open complaint', received: `${openComplaints}` }]
        : []
    const defective = (openDefects ?? []).flatMap(({ id, subject, value }): Evidence[] => {
      const line = lines.findIndex((one) => one[subject] === value)
      const isReserved = subject === 'lot' && reservation?.lots.some(({ lot }) => lot === value)
      const field = line >= 0 ? `lines[${line}].${subject}` : 'reservation.lots'
      return line >= 0 || isReserved
        ? [{ field, expected: `a ${subject} without open defect`, received: `${value}, defect ${id}` }]
        : []
    })
    return verdictOf(
      [...complained, ...defective],
      [
        ...(openComplaints === undefined ? ['openComplaints'] : []),
        ...(openDefects === undefined ? ['openDefects'] : []),
      ],
    )
  },
})
