import type { Address, OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { notApplicable, type Verdict, verdictOf } from '../check.ts'

/**
 * Returns the evidence about one address, with `field` as its path. Undefined when the address lacks the parts to
 * compare.
 */
type Inspect = (field: string, address: Address) => readonly Evidence[] | undefined

/** Evaluates shipping and billing address. Not applicable when neither has the parts to compare. */
export function evaluateEachAddress(
  { shippingAddress, billingAddress }: OrderSnapshot,
  inspect: Inspect,
): Verdict {
  const spoken = Object.entries({ shippingAddress, billingAddress }).flatMap(([field, address]) => {
    const evidence = address && inspect(field, address)
    return evidence === undefined ? [] : [evidence]
  })
  return spoken.length === 0 ? notApplicable : verdictOf(spoken.flat())
}
