import { createHash } from 'node:crypto'

/** Crockford's base 32: no i, l, o, u, so that an id can be read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** SHA-256 in hexadecimal of the parts, joined by a separator that no part contains. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex')
}

/**
 * An id that derives from what it names: the same parts always give the same id, so a repeat finds the first.
 * Shape: `prefix_` and 26 base-32 characters (130 bits of SHA-256).
 */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\u0000')).digest()
  let bits = 0n
  for (const byte of digest.subarray(0, 17)) bits = (bits << 8n) | BigInt(byte)
  bits >>= 6n
  let id = ''
  for (let n = 0; n < 26; n += 1) {
    id = alphabet[Number(bits & 31n)] + id
    bits >>= 5n
  }
  return `${prefix}_${id}`
}
