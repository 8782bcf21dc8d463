import { DomainError } from '../../../shared/domain-error.ts'

/**
 * A header's value, checked. Error: `invalid-request` for a value that would end its line and start another header.
 */
export function headerValue(value: string): string {
  if (!/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(value)) return value
  throw new DomainError('invalid-request', 'Header contains a line break or a control character.')
}
