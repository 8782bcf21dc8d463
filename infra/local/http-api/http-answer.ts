import type { InvokeResult } from '../contracts.ts'

/** A response of the HTTP API, ready to write. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly body: Buffer | string
  /** Error of the API itself, for the access log. */
  readonly error?: string
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** A response of the API itself, `{"message": ...}`. */
export function refusal(status: number, message: string, error = message): HttpAnswer {
  return { status, headers: JSON_TYPE, body: JSON.stringify({ message }), error }
}

export const NOT_FOUND = refusal(404, 'Not Found')
export const TOO_MANY = refusal(429, 'Too Many Requests')
export const TOO_LARGE = refusal(413, 'Request Entity Too Large')
export const UNAVAILABLE = refusal(503, 'Service Unavailable')
const INTERNAL = 'Internal Server Error'

/** Response for a function's result, by the rules of payload format 2.0. */
export function answerOf(result: InvokeResult): HttpAnswer {
  if (!result.ok) return failureOf(result)
  const { payload } = result
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    // Inferred form: a result without a status is the body of a 200.
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    return { status: 200, headers: JSON_TYPE, body }
  }
  return structured(payload) ?? refusal(500, INTERNAL, 'The function gave a malformed answer')
}

function failureOf({ fault, errorType, errorMessage }: Extract<InvokeResult, { ok: false }>): HttpAnswer {
  const error = `${errorType}: ${errorMessage}`
  if (fault === 'throttled') return { ...UNAVAILABLE, error }
  if (errorType === 'RequestEntityTooLargeException') return { ...TOO_LARGE, error }
  return refusal(500, INTERNAL, error)
}

interface Structured {
  readonly statusCode?: unknown
  readonly headers?: unknown
  readonly cookies?: unknown
  readonly body?: unknown
  readonly isBase64Encoded?: unknown
}

/** Undefined when the function's result is invalid. */
function structured(answer: Structured): HttpAnswer | undefined {
  const status = Number(answer.statusCode)
  const body = answer.body ?? ''
  const given = answer.headers ?? {}
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined
  if (typeof body !== 'string' || typeof given !== 'object') return undefined
  if (answer.cookies !== undefined && !Array.isArray(answer.cookies)) return undefined
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && value !== undefined && !HOP_BY_HOP.has(name.toLowerCase())) {
      headers[name.toLowerCase()] = String(value)
    }
  }
  if (body !== '') headers['content-type'] ??= 'text/plain;charset=UTF-8'
  if (answer.cookies?.length) headers['set-cookie'] = answer.cookies.map(String)
  return { status, headers, body: answer.isBase64Encoded === true ? Buffer.from(body, 'base64') : body }
}

/** The API sets these itself. */
const HOP_BY_HOP = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'])
