import { DomainError } from '../../../shared/domain-error.ts'

/** How accounts of a platform are written. No format allows `#`, which separates the parts of a key. */
export interface AccountFormat {
  readonly pattern: RegExp
  /** What the pattern accepts, for the error message. */
  readonly expected: string
}

/** One label of a host name. */
export const hostLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'

/** Expects an account in its platform's format. Error: `invalid-request`. */
export function expectAccount({ pattern, expected }: AccountFormat, account: string): void {
  if (pattern.test(account)) return
  throw new DomainError('invalid-request', `Invalid account: expected ${expected}.`, {
    fields: [{ path: 'account', expected, received: account.slice(0, 100) }],
  })
}
