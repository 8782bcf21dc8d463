import type { OrderSnapshot } from './order-schema.ts'

/** Replaces personal data in fields that may not be empty. */
export const erasedText = '(apagado)'

/**
 * An order without personal data: what was sold, when and for how much stays for accounting; of the address, the state
 * stays for tax. Free text is erased, since it may contain anything.
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
