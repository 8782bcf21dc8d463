import { derivedId } from '../../../../shared/ids.ts'
import { defineCheck, verdictOf } from '../check.ts'

/**
 * One sale is one order. Intake answers a repeat with the first order, because the id derives from store, channel and
 * external id. An order with any other id is a second copy of a sale and must not be dispatched.
 */
export const repeatedDelivery = defineCheck({
  code: 'repeated-delivery',
  number: 1,
  version: 1,
  mode: 'block',
  department: 'it',
  customerCanCorrect: false,
  relevant: ({ id, store, channel, externalId }) => [id, store, channel, externalId],
  evaluate: ({ id, store, channel, externalId }) => {
    const expected = derivedId('ord', store, channel, externalId)
    return verdictOf(
      id === expected ? [] : [{ field: 'id', expected: `${expected}, the id of this sale`, received: id }],
    )
  },
})
