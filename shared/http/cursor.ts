import { createHmac, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../domain-error.ts'

const refused = () =>
  new DomainError('invalid-cursor', 'a cursor is expected as the last page gave it, for the same list')

/** A cursor: where a list went on, and proof that we gave it, for this list (`scope`) alone. Opaque to the caller. */
export function signCursor(position: string, scope: string, key: string): string {
  return `${Buffer.from(position).toString('base64url')}.${proof(position, scope, key)}`
}

/** The position inside a cursor. Error: `invalid-cursor` when it is not one that we signed for this list. */
export function openCursor(cursor: string, scope: string, key: string): string {
  const [encoded = '', given = ''] = cursor.split('.')
  const position = Buffer.from(encoded, 'base64url').toString('utf8')
  const expected = Buffer.from(proof(position, scope, key))
  const received = Buffer.from(given)
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) throw refused()
  return position
}

const proof = (position: string, scope: string, key: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([scope, position]))
    .digest('base64url')
    .slice(0, 32)
