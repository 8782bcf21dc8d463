import type { Address, OrderSnapshot } from '../../../../events/orders/order-schema.ts'
import type { Evidence } from '../../../../events/quality/quality-events.ts'
import { notApplicable, type Verdict, verdictOf } from '../check.ts'

/** What is wrong with an address, whose path is `field`; nothing at all when it lacks what is to be compared. */
type Inspect = (field: string, address: Address) => readonly Evidence[] | undefined

/** Judges shipping and billing address alike; not the check's business when it can say nothing of either. */
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
