import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'
import { DomainError } from '../domain-error.ts'
import { etag } from './route.ts'

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer

/** Most bytes of a request body. */
export const maxBodyBytes = 128 * 1024

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/** The JSON body of a request. Errors: `unsupported-media-type`, `body-too-large`, `malformed-json`. */
export function readBody(event: HttpEvent): unknown {
  const type = event.headers['content-type'] ?? ''
  const raw = event.body ?? ''
  if (raw !== '' && !json.test(type)) {
    throw new DomainError(
      'unsupported-media-type',
      `Content type must be application/json, received ${type === '' ? 'none' : type.slice(0, 80)}.`,
    )
  }
  const text = event.isBase64Encoded ? decode(raw) : raw
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBodyBytes)
    throw new DomainError(
      'body-too-large',
      `Body must have at most ${maxBodyBytes} bytes, received ${bytes}.`,
    )
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new DomainError('malformed-json', 'Body is not valid JSON.', { cause })
  }
}

function decode(raw: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(raw, 'base64'))
  } catch (cause) {
    throw new DomainError('malformed-json', 'Body is not valid UTF-8.', { cause })
  }
}

/** Compares the version with `If-Match`. Errors: `if-match-missing`, `stale-version`. */
export function readIfMatch(event: HttpEvent, required: boolean): (version: number) => void {
  const header = event.headers['if-match']?.trim()
  if (header === undefined || header === '') {
    if (!required) return () => {}
    throw new DomainError(
      'if-match-missing',
      'Missing header If-Match: send the ETag of the version that you read.',
    )
  }
  const tags = header.split(',').map((tag) => tag.trim())
  return (version) => {
    if (tags.includes('*') || tags.includes(etag(version))) return
    throw new DomainError(
      'stale-version',
      `If-Match is ${header.slice(0, 80)}, but the current version is ${etag(version)}; read it again.`,
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
      'Missing header Idempotency-Key: send a new value for each order, and the same one to repeat it.',
    )
  }
  if (keyPattern.test(key)) return key
  const received = `${key.length} characters`
  throw new DomainError(
    'invalid-request',
    `Idempotency-Key must have 1 to 255 printable ASCII characters, received ${received}.`,
    {
      fields: [{ path: 'Idempotency-Key', expected: '1 to 255 printable ASCII characters', received }],
    },
  )
}

/** The id that correlates everything a request causes: the caller's `X-Correlation-Id` or the request's own id. */
export function readCorrelationId(event: HttpEvent): string {
  const given = event.headers['x-correlation-id']
  return given !== undefined && /^[\w.:-]{8,64}$/.test(given) ? given : event.requestContext.requestId
}
