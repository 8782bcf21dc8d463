import type { OrderSnapshot } from './order-schema.ts'

/** Stands where something personal stood that may not be empty. */
export const erasedText = '(apagado)'

/**
 * An order without its person: what was sold, when and for how much stays, for the books; of the address the state
 * stays, for the tax. Free text goes, since anything may have been written there.
 */
export function withoutPerson(order: OrderSnapshot, now: string): OrderSnapshot {
  const { billingAddress: _, corrections: __, shippingAddress, payment, ...rest } = order
  const { payerDocument: ___, ...paid } = payment
  const erased = {
    ...rest,
    customer: { name: erasedText },
    shippingAddress: shippingAddress.uf === undefined ? {} : { uf: shippingAddress.uf },
    payment: paid,
    holds: order.holds.map((hold) => ({
      ...hold,
      reason: erasedText,
      ...(hold.released === undefined ? {} : { released: { ...hold.released, reason: erasedText } }),
    })),
    erasedAt: now,
  } as OrderSnapshot
  if ('reason' in erased) erased.reason = erasedText
  if ('trackingCode' in erased) delete erased.trackingCode
  return erased
}
