import { fingerprint } from './ids.ts'

/** What an order says, as far as it is checked and passed. Its payment is not: dispatch asks for that by itself. */
interface OrderContent {
  readonly channel: string
  readonly externalId: string
  readonly customer: object
  readonly shippingAddress: object
  readonly billingAddress?: object | undefined
  readonly lines: readonly object[]
  readonly currency: string
  readonly totals: object
}

/**
 * Names an order's content: 128 bits of SHA-256 over its canonical JSON (keys sorted, what is undefined left out), in
 * hexadecimal. A pass is bound to it, so that what leaves is what was checked, whichever way it was changed.
 */
export function contentHash(order: OrderContent): string {
  const { channel, externalId, customer, shippingAddress, billingAddress, lines, currency, totals } = order
  const content = [channel, externalId, customer, shippingAddress, billingAddress, lines, currency, totals]
  return fingerprint(canonical(content)).slice(0, 32)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`
}
