import { DomainError, type ErrorCode } from '../domain-error.ts'

/** HTTP status of each error code; nothing else maps errors to HTTP. */
export const statusOf = {
  'invalid-request': 400,
  'malformed-json': 400,
  'unsupported-media-type': 415,
  'body-too-large': 413,
  'idempotency-key-missing': 400,
  'idempotency-key-reused': 422,
  'idempotency-in-flight': 409,
  'if-match-missing': 428,
  'stale-version': 412,
  'invalid-cursor': 400,
  unauthenticated: 401,
  forbidden: 403,
  'store-not-chosen': 400,
  'not-found': 404,
  'illegal-transition': 409,
  'not-dispatchable': 409,
  'hold-exists': 409,
  'hold-has-cause': 409,
  'address-suppressed': 409,
  'too-many-replies': 429,
  'event-too-large': 413,
  'invalid-event': 400,
  'unmappable-payload': 422,
  'platform-refused': 502,
  'platform-unavailable': 503,
  busy: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/** Problem details (RFC 9457) with a stable `code`; `errors` name the fields. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly correlationId: string
  readonly errors?: readonly { readonly path: string; readonly expected: string; readonly received: string }[]
}

const unknown = new DomainError('internal', 'Internal error; it was logged.')

/** An error as the caller may see it; anything but a domain error reveals no internals. */
export function toProblem(
  error: unknown,
  correlationId: string,
): { problem: Problem; headers: Record<string, string> } {
  const domainError =
    error instanceof DomainError
      ? error
      : isRouteMissing(error)
        ? routeMissing
        : isThrottled(error)
          ? throttled
          : unknown
  const status = statusOf[domainError.code]
  return {
    problem: {
      ...domainError.details,
      type: `urn:retaguarda:problem:${domainError.code}`,
      title: domainError.code.replaceAll('-', ' '),
      status,
      detail: domainError.message,
      code: domainError.code,
      correlationId,
      ...(domainError.fields.length > 0 ? { errors: domainError.fields } : {}),
    },
    headers: retryAfter(status, domainError.code),
  }
}

/** Transient errors say when to retry, in seconds. */
function retryAfter(status: number, code: ErrorCode): Record<string, string> {
  if (status === 429) return { 'retry-after': '600' }
  return status === 503 || code === 'idempotency-in-flight' ? { 'retry-after': '1' } : {}
}

const routeMissing = new DomainError('not-found', 'No such route.')
const throttled = new DomainError('busy', 'Service is busy; retry.')
const throttling: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
])

const isRouteMissing = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 404
const isThrottled = (error: unknown): boolean => error instanceof Error && throttling.has(error.name)
