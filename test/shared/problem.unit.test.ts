import { DomainError, type ErrorCode, isPermanent } from '../../shared/domain-error.ts'
import { toProblem } from '../../shared/http/problem.ts'

const expected: Record<ErrorCode, number> = {
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
}
const codes = Object.keys(expected) as ErrorCode[]

describe('a problem', () => {
  it.each(codes)('of the code %s has its status, type and title', (code) => {
    const { problem } = toProblem(new DomainError(code, 'it was so'), 'c-1')
    expect(problem).toEqual({
      type: `urn:retaguarda:problem:${code}`,
      title: code.replaceAll('-', ' '),
      status: expected[code],
      detail: 'it was so',
      code,
      correlationId: 'c-1',
    })
  })

  it('names fields and details', () => {
    const fields = [{ path: 'a', expected: 'b', received: 'c' }]
    const error = new DomainError('invalid-request', 'no', { fields, details: { orderStatus: 'placed' } })
    expect(toProblem(error, 'c').problem).toMatchObject({ errors: fields, orderStatus: 'placed' })
  })

  it('is not overridden by its details', () => {
    const details = { status: 200, code: 'internal', type: 'x', correlationId: 'y' }
    const { problem } = toProblem(new DomainError('not-found', 'no', { details }), 'c-1')
    expect(problem).toMatchObject({ status: 404, code: 'not-found', correlationId: 'c-1' })
  })

  it.each(['busy', 'platform-unavailable', 'idempotency-in-flight'] as const)(
    'has Retry-After: %s',
    (code) => {
      expect(toProblem(new DomainError(code, 'later'), 'c').headers).toEqual({ 'retry-after': '1' })
    },
  )

  it('has Retry-After only for transient errors', () => {
    expect(toProblem(new DomainError('too-many-replies', 'no'), 'c').headers).toEqual({
      'retry-after': '600',
    })
    const later: readonly ErrorCode[] = [
      'busy',
      'platform-unavailable',
      'idempotency-in-flight',
      'too-many-replies',
    ]
    for (const code of codes.filter((one) => !later.includes(one)))
      expect(toProblem(new DomainError(code, 'no'), 'c').headers).toEqual({})
  })

  it('reveals no internals of an unexpected error', () => {
    for (const error of [new TypeError('secret of x'), 'secret', undefined, { message: 'secret' }, null]) {
      const { problem } = toProblem(error, 'c')
      expect([problem.status, problem.code]).toEqual([500, 'internal'])
      expect(JSON.stringify(problem)).not.toContain('secret')
    }
  })

  it('maps the table’s throttling to busy', () => {
    for (const name of [
      'ThrottlingException',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
    ])
      expect(toProblem(Object.assign(new Error('slow'), { name }), 'c').problem.status).toBe(503)
  })
})

describe('an error in an inbox', () => {
  it('is transient only for the listed codes', () => {
    const transient = codes.filter((code) => !isPermanent(new DomainError(code, 'no')))
    expect(transient.sort()).toEqual([
      'busy',
      'idempotency-in-flight',
      'internal',
      'platform-unavailable',
      'stale-version',
    ])
    expect(isPermanent(new Error('who knows'))).toBe(false)
  })
})
