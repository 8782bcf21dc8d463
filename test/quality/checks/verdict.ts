import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import type { Facts } from '../../../events/quality/facts.ts'
import type { Check } from '../../../functions/quality/checks/check.ts'
import { evaluateCheck } from '../../../functions/quality/checks/run-checks.ts'
import { fixedNow } from '../../support/orders.ts'

/**
 * The result of one check on an order as text: `field: received` of all evidence when it fails, `missing x, y` when it
 * is not evaluated, else its outcome.
 */
export function verdict(
  check: Check,
  order: OrderSnapshot,
  facts: Facts = {},
  thresholds: Readonly<Record<string, unknown>> = {},
): string | string[] {
  const settings = { [check.code]: { thresholds } }
  const [result] = evaluateCheck(check, order, { now: fixedNow, facts, settings })
  if (result?.outcome === 'failed')
    return result.evidence.map(({ field, received }) => `${field}: ${received}`)
  return result?.outcome === 'not-evaluated' ? `missing ${result.missing?.join(', ')}` : `${result?.outcome}`
}
