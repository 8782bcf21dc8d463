import { createHmac, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../domain-error.ts'

const refused = () =>
  new DomainError('invalid-cursor', 'a cursor is expected as the last page gave it, for the same list')

/** A cursor: where a list went on, and proof that we gave it, for this list (`scope`) alone. Opaque to the caller. */
export function signCursor(position: string, scope: string, key: string): string {
  const encoded = Buffer.from(position).toString('base64url')
  return `${encoded}.${proof(encoded, scope, key)}`
}

/** The position inside a cursor. Error: `invalid-cursor` when it is not one that we signed for this list. */
export function openCursor(cursor: string, scope: string, key: string): string {
  const [encoded = '', given = '', more] = cursor.split('.')
  const expected = Buffer.from(proof(encoded, scope, key))
  const received = Buffer.from(given)
  if (more !== undefined || received.length !== expected.length || !timingSafeEqual(received, expected))
    throw refused()
  return Buffer.from(encoded, 'base64url').toString('utf8')
}

/** Of the text as it stands in the cursor: base 64 has several spellings of one position. */
const proof = (encoded: string, scope: string, key: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([scope, encoded]))
    .digest('base64url')
    .slice(0, 32)
