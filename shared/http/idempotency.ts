import { DomainError } from '../domain-error.ts'
import { fingerprint } from '../ids.ts'
import type { Idempotency } from './route.ts'

/** The `Idempotency-Key` of one request: `id` names the key of this principal and route. */
export function idempotencyOf(
  store: string,
  id: string,
  body: unknown,
): Idempotency & { readonly id: string } {
  const requestHash = fingerprint(JSON.stringify(body ?? null)).slice(0, 32)
  return {
    id,
    marker: ({ status, headers, body: responseBody }) => ({
      id,
      store,
      requestHash,
      answer: { status, headers, body: responseBody },
    }),
    replay: (first) => {
      if (first.requestHash === requestHash) return first.answer
      throw new DomainError(
        'idempotency-key-reused',
        'This Idempotency-Key was used for a request with other content; use a new one.',
      )
    },
  }
}
