import { timingSafeEqual } from 'node:crypto'
import type middy from '@middy/core'
import { DomainError } from '../domain-error.ts'
import { edgeKeys } from '../secret.client.ts'
import type { HttpEvent } from './request.ts'

/** The header with which CloudFront authenticates to the API. */
const edgeHeader = 'retaguarda-edge-key'

/**
 * Rejects requests that bypass CloudFront and its firewall, if it is deployed: an HTTP API also answers at its own
 * address. Error: `forbidden`.
 */
export const edgeLock = (): middy.MiddlewareObj<HttpEvent> => ({
  before: async ({ event }) => {
    const keys = await edgeKeys()
    if (keys === undefined) return
    const given = event.headers[edgeHeader] ?? ''
    if (!keys.some((key) => isSame(key, given)))
      throw new DomainError('forbidden', 'Use the public address of the API.')
  },
})

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
