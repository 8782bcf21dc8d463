import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

const cipher = 'aes-128-gcm'
const tagBytes = 16

/**
 * Encrypts what is filed under a key of the table. The nonce follows from that place: what is filed there never
 * changes, so filing it again makes the same bytes, and no two contents meet under one nonce.
 */
export function seal(content: Uint8Array, key: Uint8Array, place: string): Uint8Array {
  const sealing = createCipheriv(cipher, key, nonceOf(place))
  return Buffer.concat([sealing.update(content), sealing.final(), sealing.getAuthTag()])
}

/** What was sealed for this place. Error: when it was sealed otherwise, or changed since. */
export function unseal(sealed: Uint8Array, key: Uint8Array, place: string): Uint8Array {
  const opening = createDecipheriv(cipher, key, nonceOf(place))
  opening.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  return Buffer.concat([opening.update(sealed.subarray(0, sealed.length - tagBytes)), opening.final()])
}

const nonceOf = (place: string): Uint8Array => createHash('sha256').update(place).digest().subarray(0, 12)
