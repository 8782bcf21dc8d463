/** Every error code of the suite; stable, part of the API. */
export type ErrorCode =
  | 'invalid-request'
  | 'malformed-json'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'idempotency-key-missing'
  | 'idempotency-key-reused'
  | 'idempotency-in-flight'
  | 'if-match-missing'
  | 'stale-version'
  | 'invalid-cursor'
  | 'unauthenticated'
  | 'forbidden'
  | 'store-not-chosen'
  | 'not-found'
  | 'illegal-transition'
  | 'not-dispatchable'
  | 'hold-exists'
  | 'hold-has-cause'
  | 'address-suppressed'
  | 'too-many-replies'
  | 'event-too-large'
  | 'invalid-event'
  | 'unmappable-payload'
  | 'platform-refused'
  | 'platform-unavailable'
  | 'busy'
  | 'internal'

/** One invalid field of a request: its path, what was expected, and what was received. */
export interface FieldError {
  /** Path of the field, such as `lines[0].quantity`; empty for the whole. */
  readonly path: string
  readonly expected: string
  readonly received: string
}

export interface DomainErrorOptions {
  readonly cause?: unknown
  /** Safe to show to the caller: never personal data of others, never internals. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly fields?: readonly FieldError[]
}

/** The error class of the suite: a stable code, and a message that says what is wrong and what to do. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldError[]

  constructor(code: ErrorCode, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DomainError'
    this.code = code
    this.details = options.details ?? {}
    this.fields = options.fields ?? []
  }
}

/** Codes of transient errors; any other error fails the same way on every retry. */
const transient: ReadonlySet<ErrorCode> = new Set([
  'busy',
  'platform-unavailable',
  'stale-version',
  'idempotency-in-flight',
  'internal',
])

/** True when a retry cannot help: an inbox sends such a message to its dead-letter queue at once. */
export function isPermanent(error: unknown): boolean {
  return error instanceof DomainError && !transient.has(error.code)
}
