import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 of some parts in sequence, as text. */
export function hmac(
  secret: string,
  encoding: 'base64' | 'hex',
  ...parts: readonly (string | Uint8Array)[]
): string {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest(encoding)
}

/** True when a signature equals the expected one, byte for byte. In constant time. */
export function isSame(received: string | undefined, expected: string): boolean {
  const [given, own] = [Buffer.from(received ?? ''), Buffer.from(expected)]
  return given.length === own.length && timingSafeEqual(given, own)
}

/** True when a secret equals the expected one. In constant time; does not reveal its length. */
export const isSameSecret = (received: string | undefined, expected: string): boolean =>
  timingSafeEqual(digest(received ?? ''), digest(expected)) && received !== undefined

const digest = (text: string): Buffer => createHmac('sha256', 'compared').update(text).digest()
