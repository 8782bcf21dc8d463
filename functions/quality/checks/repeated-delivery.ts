import { derivedId } from '../../../shared/ids.ts'
import { type Check, verdictOf } from './check.ts'

/**
 * Check 1: one sale is one order. Intake already answers a repeat with the first order, because the id derives from
 * store, channel and external id; an order under any other id is a second copy of a sale and must not leave.
 */
export const repeatedDelivery: Check = {
  code: 'repeated-delivery',
  version: 1,
  severity: 'block',
  department: 'it',
  customerCanMend: false,
  judge: ({ id, store, channel, externalId }) => {
    const expected = derivedId('ord', store, channel, externalId)
    return verdictOf(
      id === expected ? [] : [{ field: 'id', expected: `${expected}, the id of this sale`, received: id }],
    )
  },
}
