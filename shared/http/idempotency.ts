import { DomainError } from '../domain-error.ts'
import { fingerprint } from '../ids.ts'
import type { Idempotency } from './route.ts'

/** What an `Idempotency-Key` means for one request: `id` names the key of this principal and route. */
export function idempotencyOf(
  store: string,
  id: string,
  body: unknown,
): Idempotency & { readonly id: string } {
  const requestHash = fingerprint(JSON.stringify(body ?? null)).slice(0, 32)
  return {
    id,
    marker: ({ status, headers, body: said }) => ({
      id,
      store,
      requestHash,
      answer: { status, headers, body: said },
    }),
    replay: (kept) => {
      if (kept.requestHash === requestHash) return kept.answer
      throw new DomainError(
        'idempotency-key-reused',
        'this Idempotency-Key was used for a request of another content: use a new one',
      )
    },
  }
}
