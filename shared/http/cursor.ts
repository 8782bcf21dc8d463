import { createHmac, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../domain-error.ts'

const refused = () =>
  new DomainError('invalid-cursor', 'Invalid cursor: send the one of the last page, with the same filters.')

/** A cursor: the position in a list, signed for this list (`scope`) only. Opaque to the caller. */
export function signCursor(position: string, scope: string, key: string): string {
  const encoded = Buffer.from(position).toString('base64url')
  return `${encoded}.${proof(encoded, scope, key)}`
}

/** The position inside a cursor. Error: `invalid-cursor` when it was not signed for this list. */
export function openCursor(cursor: string, scope: string, key: string): string {
  const [encoded = '', given = '', more] = cursor.split('.')
  const expected = Buffer.from(proof(encoded, scope, key))
  const received = Buffer.from(given)
  if (more !== undefined || received.length !== expected.length || !timingSafeEqual(received, expected))
    throw refused()
  return Buffer.from(encoded, 'base64url').toString('utf8')
}

/** Signs the text as the cursor has it: base 64 has several spellings of one position. */
const proof = (encoded: string, scope: string, key: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([scope, encoded]))
    .digest('base64url')
    .slice(0, 32)
