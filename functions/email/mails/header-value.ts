import { DomainError } from '../../../shared/domain-error.ts'

/**
 * The value of a header as it may be sent. Error: `invalid-request` for one that would end its line, since what
 * follows would be headers of somebody else's making.
 */
export function headerValue(value: string): string {
  if (!/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(value)) return value
  throw new DomainError('invalid-request', 'a header on one line is expected, without control characters')
}
