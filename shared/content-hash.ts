import { fingerprint } from './ids.ts'

/** The content of an order that is checked and passed. Payment is not part of it: dispatch verifies it separately. */
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
 * Hash of an order's content: 128 bits of SHA-256 over its canonical JSON (keys sorted, undefined fields left out), in
 * hexadecimal. A pass is bound to it, so that only checked content is dispatched, however it was changed.
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
