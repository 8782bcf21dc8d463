import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 of some parts, one after the other, as text. */
export function hmac(
  secret: string,
  encoding: 'base64' | 'hex',
  ...parts: readonly (string | Uint8Array)[]
): string {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest(encoding)
}

/** Whether a signature is the expected one, to the letter: no other spelling of it counts. In constant time. */
export function isSame(received: string | undefined, expected: string): boolean {
  const [given, own] = [Buffer.from(received ?? ''), Buffer.from(expected)]
  return given.length === own.length && timingSafeEqual(given, own)
}

/** Whether a secret that was sent is the expected one, in constant time; not even its length is told. */
export const isSameSecret = (received: string | undefined, expected: string): boolean =>
  timingSafeEqual(digest(received ?? ''), digest(expected)) && received !== undefined

const digest = (text: string): Buffer => createHmac('sha256', 'compared').update(text).digest()
