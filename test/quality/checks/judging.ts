import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts } from '../../../events/quality/facts.ts'
import type { Check } from '../../../functions/quality/checks/check.ts'
import { makeCheck } from '../../../functions/quality/checks/run-checks.ts'
import { noon } from '../../support/orders.ts'

/**
 * What one check says of an order: `field: received` of all that it saw when it fails, `lacking x, y` when it was not
 * evaluated, else its outcome.
 */
export function says(
  check: Check,
  order: OrderSnapshot,
  facts: Facts = {},
  thresholds: Readonly<Record<string, unknown>> = {},
): string | string[] {
  const settings = { [check.code]: { thresholds } }
  const [result] = makeCheck(check, order, { now: noon, facts, settings })
  if (result?.outcome === 'failed')
    return result.evidence.map(({ field, received }) => `${field}: ${received}`)
  return result?.outcome === 'not-evaluated' ? `lacking ${result.lacking?.join(', ')}` : `${result?.outcome}`
}
