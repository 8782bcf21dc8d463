import { timingSafeEqual } from 'node:crypto'
import type middy from '@middy/core'
import { DomainError } from '../domain-error.ts'
import { edgeKeys } from '../secret.client.ts'
import type { HttpEvent } from './request.ts'

/** The header in which the edge proves itself. */
const edgeHeader = 'retaguarda-edge-key'

/**
 * Refuses what did not come by the edge, where there is one: an HTTP API answers at its own address too, past the
 * firewall. Error: `forbidden`.
 */
export const edgeLock = (): middy.MiddlewareObj<HttpEvent> => ({
  before: async ({ event }) => {
    const keys = await edgeKeys()
    if (keys === undefined) return
    const given = event.headers[edgeHeader] ?? ''
    if (!keys.some((key) => isSame(key, given)))
      throw new DomainError('forbidden', 'a request by the public address of the API is expected')
  },
})

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
