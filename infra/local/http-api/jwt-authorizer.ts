import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { CloudClock, CloudResource } from '../contracts.ts'
import type { Authorization } from './http-event.ts'

/** Issuer of the tokens for an issuer URL of the template. */
export interface Issuer {
  /** The `iss` claim. */
  readonly url: string
  readonly jwksUrl: string
  /** Clients accepted besides the audience of the template. */
  readonly clientIds: readonly string[]
}

/** Accepts a token, or returns why not: 401, or 403 when only the scope is missing. */
export type Authorize = (
  token: string | undefined,
  requiredScopes: readonly string[],
) => Promise<{ readonly authorization: Authorization } | Refused>

export interface Refused {
  readonly status: 401 | 403
  readonly message: 'Unauthorized' | 'Forbidden'
  /** The header `www-authenticate`. */
  readonly challenge: string
}

/** Cached results; times are checked for every request. */
const CACHED_TOKENS = 1000

/**
 * Makes the JWT authorizer of an HTTP API: signature (RSA only) by the issuer's key set, `iss`, `aud` or else
 * `client_id`, `exp`, `nbf`, `iat`, and one of the route's scopes.
 */
export function createJwtAuthorizer(authorizer: CloudResource, issuer: Issuer, clock: CloudClock): Authorize {
  const audience: readonly string[] = authorizer.properties.JwtConfiguration.Audience ?? []
  const keys = createRemoteJWKSet(new URL(issuer.jwksUrl))
  const verified = new Map<string, JWTPayload>()

  async function verify(token: string): Promise<JWTPayload> {
    const admitted = verified.get(token)
    if (admitted !== undefined && isCurrent(admitted, clock.now())) return admitted
    verified.delete(token)
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuer.url,
      algorithms: ['RS256', 'RS384', 'RS512'],
      requiredClaims: ['exp'],
      currentDate: new Date(clock.now()),
    })
    if (!isCurrent(payload, clock.now())) throw new TokenRefused('the token was issued in the future')
    if (!isMeantFor(payload, [...audience, ...issuer.clientIds]))
      throw new TokenRefused('the token does not have a valid audience')
    if (verified.size >= CACHED_TOKENS) verified.clear()
    verified.set(token, payload)
    return payload
  }

  return async (token, requiredScopes) => {
    if (token === undefined) return { status: 401, message: 'Unauthorized', challenge: 'Bearer' }
    try {
      const claims = await verify(token.replace(/^Bearer +/i, ''))
      const scopes = scopesOf(claims).filter((scope) => requiredScopes.includes(scope))
      if (requiredScopes.length > 0 && scopes.length === 0) return forbidden(requiredScopes)
      return { authorization: { claims: flat(claims), scopes: requiredScopes.length > 0 ? scopes : null } }
    } catch (error) {
      return unauthorized(error)
    }
  }
}

class TokenRefused extends Error {}

/** Besides the header, a query parameter is supported as token source, as on AWS. */
export function readToken(
  authorizer: CloudResource,
  headers: NodeJS.Dict<string | string[]>,
  rawQueryString: string,
): string | undefined {
  const [source = '$request.header.Authorization'] = [
    authorizer.properties.IdentitySource ?? [],
  ].flat() as string[]
  const [, place, name] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? []
  if (place === 'header') return headers[name!.toLowerCase()]?.toString()
  if (place === 'querystring') return new URLSearchParams(rawQueryString).get(name!) ?? undefined
  throw new Error(`Authorizer ${authorizer.name}: cannot read the identity source ${source}`)
}

function isCurrent({ exp = 0, nbf = 0, iat = 0 }: JWTPayload, now: number): boolean {
  const seconds = Math.floor(now / 1000)
  return exp > seconds && nbf <= seconds && iat <= seconds
}

/** `client_id` is used only without `aud`. */
function isMeantFor({ aud, client_id: clientId }: JWTPayload, audience: readonly string[]): boolean {
  if (aud !== undefined) return [aud].flat().some((one) => audience.includes(one))
  return typeof clientId === 'string' && audience.includes(clientId)
}

function scopesOf(claims: JWTPayload): string[] {
  const scopes = claims['scope'] ?? claims['scp'] ?? ''
  return Array.isArray(scopes) ? scopes.map(String) : String(scopes).split(' ')
}

/** The event contains every claim as a string; lists become `[a b]`. */
function flat(claims: JWTPayload): Record<string, string> {
  const text = (value: unknown) => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value))
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]))
}

function forbidden(requiredScopes: readonly string[]): Refused {
  const challenge = `Bearer scope="${requiredScopes.join(' ')}" error="insufficient_scope"`
  return { status: 403, message: 'Forbidden', challenge }
}

function unauthorized(error: unknown): Refused {
  const ours = error instanceof TokenRefused || error instanceof errors.JOSEError
  if (!ours) throw error
  const why = error instanceof errors.JWTExpired ? 'the token has expired' : error.message
  const challenge = `Bearer scope="" error="invalid_token" error_description="${why.replaceAll('"', "'")}"`
  return { status: 401, message: 'Unauthorized', challenge }
}
