/** A served file: its path in the bundle, its media type, and how long a browser may cache it. */
export interface ServedFile {
  readonly file: string
  readonly type: string
  readonly cacheControl: string
}

const revalidate = 'no-cache'
const cacheForAnHour = 'public, max-age=3600'

const asset = (name: string, type: string): readonly [string, ServedFile] => [
  `/docs/${name}`,
  { file: `docs/${name}`, type, cacheControl: cacheForAnHour },
]

/** Every served file, by path. */
export const servedFiles: ReadonlyMap<string, ServedFile> = new Map([
  ['/openapi.json', { file: 'openapi.json', type: 'application/json', cacheControl: revalidate }],
  ['/asyncapi.json', { file: 'asyncapi.json', type: 'application/json', cacheControl: revalidate }],
  ['/docs', { file: 'docs/index.html', type: 'text/html; charset=utf-8', cacheControl: revalidate }],
  asset('start.js', 'text/javascript; charset=utf-8'),
  asset('page.css', 'text/css; charset=utf-8'),
  asset('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
  asset('swagger-ui.css', 'text/css; charset=utf-8'),
  asset('oauth2-redirect.html', 'text/html; charset=utf-8'),
  asset('oauth2-redirect.js', 'text/javascript; charset=utf-8'),
  asset('favicon-32x32.png', 'image/png'),
])

/**
 * Security headers of the page: it may load its own scripts and styles only, and call this API and the token endpoint
 * only.
 */
export const securityHeaders = (identityUrl: string): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(identityUrl).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
})

/** Whether an `If-None-Match` names the entity tag (RFC 9110, weak comparison). */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''))
}

/** Whether an `Accept-Encoding` takes gzip. */
export const acceptsGzip = (acceptEncoding: string | undefined): boolean =>
  (acceptEncoding ?? '')
    .split(',')
    .some((coding) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0+)?\s*$)|$)/i.test(coding))
