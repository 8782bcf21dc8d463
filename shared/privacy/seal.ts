import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

const cipher = 'aes-128-gcm'
const tagBytes = 16

/**
 * Encrypts the content of one item. The nonce derives from the item's key: its content never changes, so sealing it again
 * gives the same bytes, and no two contents share a nonce.
 */
export function seal(content: Uint8Array, key: Uint8Array, place: string): Uint8Array {
  const sealing = createCipheriv(cipher, key, nonceOf(place))
  return Buffer.concat([sealing.update(content), sealing.final(), sealing.getAuthTag()])
}

/** Decrypts the content of one item. Error: it was sealed with another key or for another item, or was changed. */
export function unseal(sealed: Uint8Array, key: Uint8Array, place: string): Uint8Array {
  const opening = createDecipheriv(cipher, key, nonceOf(place))
  opening.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  return Buffer.concat([opening.update(sealed.subarray(0, sealed.length - tagBytes)), opening.final()])
}

const nonceOf = (place: string): Uint8Array => createHash('sha256').update(place).digest().subarray(0, 12)
