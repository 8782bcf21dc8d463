import type { IncomingMessage } from 'node:http'
import type { HttpAnswer } from './http-answer.ts'

/** `CorsConfiguration` of an HTTP API. */
interface CorsConfiguration {
  readonly AllowOrigins?: readonly string[]
  readonly AllowMethods?: readonly string[]
  readonly AllowHeaders?: readonly string[]
  readonly ExposeHeaders?: readonly string[]
  readonly AllowCredentials?: boolean
  readonly MaxAge?: number
}

export interface Cors {
  /** Response to a preflight, which no route receives; undefined for other requests. */
  preflight(request: IncomingMessage): HttpAnswer | undefined
  /** The response with the API's CORS headers instead of the function's. */
  dress(request: IncomingMessage, answer: HttpAnswer): HttpAnswer
}

/** Reads an API's CORS configuration; without one the API adds nothing and routes receive OPTIONS. */
export function createCors(configuration: CorsConfiguration | undefined): Cors {
  if (configuration === undefined) return { preflight: () => undefined, dress: (_, answer) => answer }
  const { AllowOrigins = [], AllowMethods = [], AllowHeaders = [] } = configuration
  const { ExposeHeaders = [], AllowCredentials = false, MaxAge } = configuration

  function allowed(origin: string): Record<string, string> | undefined {
    const matches = (pattern: string) =>
      pattern === '*' ||
      pattern === origin ||
      (pattern.endsWith('://*') && origin.startsWith(pattern.slice(0, -1)))
    const pattern = AllowOrigins.find(matches)
    if (pattern === undefined) return undefined
    return {
      'access-control-allow-origin': pattern === '*' ? '*' : origin,
      ...(AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    }
  }

  function preflight(request: IncomingMessage): HttpAnswer | undefined {
    const { origin } = request.headers
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method']
    if (!isPreflight || origin === undefined) return undefined
    const base = allowed(origin)
    if (base === undefined) return { status: 204, headers: {}, body: '' }
    const headers = {
      ...base,
      ...(AllowMethods.length > 0 && { 'access-control-allow-methods': AllowMethods.join(',') }),
      ...(AllowHeaders.length > 0 && { 'access-control-allow-headers': AllowHeaders.join(',') }),
      ...(MaxAge !== undefined && { 'access-control-max-age': String(MaxAge) }),
    }
    return { status: 204, headers, body: '' }
  }

  function dress(request: IncomingMessage, answer: HttpAnswer): HttpAnswer {
    const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'))
    const base = request.headers.origin === undefined ? undefined : allowed(request.headers.origin)
    const headers = {
      ...Object.fromEntries(own),
      ...base,
      ...(base && ExposeHeaders.length > 0 && { 'access-control-expose-headers': ExposeHeaders.join(',') }),
    }
    return { ...answer, headers }
  }

  return { preflight, dress }
}
