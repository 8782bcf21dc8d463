import type { ServerResponse } from 'node:http'
import { asWritten } from './as-written.ts'
import { json, type SandboxAnswer } from './platform-sandbox.ts'

/** A fault of one of the next requests to a platform. */
export type SandboxFault =
  /** 429 with this `Retry-After` header. */
  | { readonly kind: 'throttled'; readonly retryAfter?: string }
  | { readonly kind: 'failing'; readonly status: 500 | 502 | 503 }
  /** 206: these fields are left out, and named in `X-Content-Missing`. */
  | { readonly kind: 'partial'; readonly missing: readonly string[] }
  /** These fields are empty. */
  | { readonly kind: 'empty'; readonly fields: readonly string[] }
  | { readonly kind: 'redirecting'; readonly to: string }
  /** The response starts, then drips byte by byte and never ends. */
  | { readonly kind: 'dripping' }
  /** The connection breaks before the response. */
  | { readonly kind: 'dead' }
  /** All tokens have expired. */
  | { readonly kind: 'expired' }

/** A fault, and the path prefix of the request that it affects. */
export interface PlannedFault {
  readonly fault: SandboxFault
  readonly path: string
}

/** The response after a fault; undefined when there is none. */
export function disturbed(fault: SandboxFault | undefined, right: SandboxAnswer): SandboxAnswer | undefined {
  switch (fault?.kind) {
    case 'throttled':
      return json(
        429,
        { message: 'Too many requests' },
        fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      )
    case 'failing':
      return json(fault.status, { message: 'internal_error' })
    case 'redirecting':
      return json(302, '', { location: fault.to })
    case 'partial':
      return {
        ...right,
        status: 206,
        body: without(right.body, fault.missing),
        headers: { ...right.headers, 'x-content-missing': fault.missing.join(',') },
      }
    case 'empty':
      return { ...right, body: emptied(right.body, fault.fields) }
    case 'dripping':
    case 'dead':
      return undefined
    case 'expired':
    case undefined:
      return right
  }
}

/** Sends a byte now and then until the caller disconnects. */
export function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const drops = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(drops))
}

const changed = (text: string, change: (document: Record<string, unknown>) => void): string => {
  const document = asWritten(text) as Record<string, unknown>
  change(document)
  return JSON.stringify(document)
}

const without = (text: string, fields: readonly string[]) =>
  changed(text, (document) => {
    for (const field of fields) delete document[field]
  })

const emptied = (text: string, fields: readonly string[]) =>
  changed(text, (document) => {
    for (const field of fields) document[field] = typeof document[field] === 'string' ? '' : null
  })
