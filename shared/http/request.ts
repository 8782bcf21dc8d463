import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'
import { DomainError } from '../domain-error.ts'
import { etag } from './route.ts'

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer

/** The most that a request body may weigh, in bytes. */
export const maxBodyBytes = 128 * 1024

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/** The JSON body of a request. Errors: `unsupported-media-type`, `body-too-large`, `malformed-json`. */
export function readBody(event: HttpEvent): unknown {
  const type = event.headers['content-type'] ?? ''
  const raw = event.body ?? ''
  if (raw !== '' && !json.test(type)) {
    throw new DomainError(
      'unsupported-media-type',
      `a body of content type application/json is expected, received ${type === '' ? 'none' : type.slice(0, 80)}`,
    )
  }
  const text = event.isBase64Encoded ? decode(raw) : raw
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBodyBytes)
    throw new DomainError(
      'body-too-large',
      `a body may weigh ${maxBodyBytes} bytes at most, received ${bytes}`,
    )
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new DomainError('malformed-json', 'a body of valid JSON is expected', { cause })
  }
}

function decode(raw: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(raw, 'base64'))
  } catch (cause) {
    throw new DomainError('malformed-json', 'a body in UTF-8 is expected', { cause })
  }
}

/** What `If-Match` asks of a version. Errors: `if-match-missing`, `stale-version`. */
export function readIfMatch(event: HttpEvent, required: boolean): (version: number) => void {
  const header = event.headers['if-match']?.trim()
  if (header === undefined || header === '') {
    if (!required) return () => {}
    throw new DomainError(
      'if-match-missing',
      'the header If-Match is expected, with the ETag of the version that you read',
    )
  }
  const tags = header.split(',').map((tag) => tag.trim())
  return (version) => {
    if (tags.includes('*') || tags.includes(etag(version))) return
    throw new DomainError(
      'stale-version',
      `If-Match names ${header.slice(0, 80)}, but the version now is ${etag(version)}: read it again`,
    )
  }
}

const keyPattern = /^[\x21-\x7e]{1,255}$/

/** The request's `Idempotency-Key`. Errors: `idempotency-key-missing`, `invalid-request`. */
export function readIdempotencyKey(
  event: HttpEvent,
  rule: 'required' | 'optional' | undefined,
): string | undefined {
  const key = event.headers['idempotency-key']?.trim()
  if (rule === undefined) return undefined
  if (key === undefined || key === '') {
    if (rule === 'optional') return undefined
    throw new DomainError(
      'idempotency-key-missing',
      'the header Idempotency-Key is expected: a value of your own, new for each order and the same when you repeat it',
    )
  }
  if (keyPattern.test(key)) return key
  const received = `${key.length} characters`
  throw new DomainError(
    'invalid-request',
    `Idempotency-Key: expected 1 to 255 printable ASCII characters, received ${received}`,
    {
      fields: [{ path: 'Idempotency-Key', expected: '1 to 255 printable ASCII characters', received }],
    },
  )
}

/** The id that ties together all that a request sets off: the caller's `X-Correlation-Id` or the request's own. */
export function readCorrelationId(event: HttpEvent): string {
  const given = event.headers['x-correlation-id']
  return given !== undefined && /^[\w.:-]{8,64}$/.test(given) ? given : event.requestContext.requestId
}
