import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * The goods are reserved, the reservation is still valid and at the location that packs the order, and its lots may be
 * sold.
 */
export const reservation = defineCheck({
  code: 'reservation',
  number: 17,
  version: 1,
  mode: 'hold',
  department: 'stock-logistics',
  customerCanCorrect: false,
  needs: ['reservation'],
  relevant: ({ lines }) => lines.map(({ sku, quantity }) => [sku, quantity]),
  evaluate: (_, { facts: { reservation: held }, now }) => {
    const field = (name: string) => `reservation.${name}`
    if (held.status === 'missing')
      return verdictOf([{ field: field('status'), expected: 'a reservation of the goods', received: 'none' }])
    const evidence: Evidence[] = []
    if (held.expiresAt !== undefined && held.expiresAt <= now) {
      const expected = `a reservation that lasts beyond ${now}`
      evidence.push({ field: field('expiresAt'), expected, received: held.expiresAt })
    }
    const { location, expectedLocation } = held
    if (location !== undefined && expectedLocation !== undefined && location !== expectedLocation)
      evidence.push({ field: field('location'), expected: expectedLocation, received: location })
    for (const { lot, state } of held.lots)
      if (state !== 'good')
        evidence.push({
          field: field('lots'),
          expected: 'lots that may be sold',
          received: `${lot}, ${state}`,
        })
    return verdictOf(evidence)
  },
})
