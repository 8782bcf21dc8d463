import { generateKeyPair, randomUUID, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Events, type MutableResponse, type MutableToken, OAuth2Server } from 'oauth2-mock-server'
import type { CloudClock, CloudPart, CloudResource } from './contracts.ts'
import type { Issuer } from './jwt-authorizer.ts'
import { type PoolClient, startUserPools } from './user-pools.ts'

/** A machine client of the local cloud. */
export interface SampleClient {
  readonly id: string
  readonly secret: string
  /** All that it may ask for. */
  readonly scopes: readonly string[]
  /** The store that it acts for. */
  readonly store: string
}

/** The running stand-in for the template's Cognito user pools. */
export interface Identity extends CloudPart, Issuer {
  readonly tokenUrl: string
  readonly clients: readonly SampleClient[]
  /** Where Cognito's API answers, by which machine clients are managed. */
  readonly userPoolsUrl: string
  /** The stand-in for an issuer URL of the template, if a user pool of the template issues so. */
  issuerOf(issuerUrl: string): Issuer | undefined
}

export interface IdentityOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly port?: number
}

const TOKEN_SECONDS = 3600

/**
 * Starts an OAuth 2 server that knows the scopes of the template's resource servers and a few machine clients,
 * and whose access tokens look like Cognito's (`client_id` instead of `aud`).
 */
export async function startIdentity({ resources, clock, port = 0 }: IdentityOptions): Promise<Identity> {
  const pools = resources.filter(({ type }) => type === 'AWS::Cognito::UserPool')
  const clients = sampleClients(scopesOf(resources))
  const userPools = await startUserPools({ clock, clients })
  const server = new OAuth2Server(undefined, undefined, {
    endpoints: {
      token: '/oauth2/token',
      authorize: '/oauth2/authorize',
      userinfo: '/oauth2/userInfo',
      jwks: '/.well-known/jwks.json',
    },
  })
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  // Not by the server's own `generate`, which takes keys of another realm, such as a test's, for broken.
  await server.issuer.keys.add({ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' })
  await server.start(port, '127.0.0.1')
  // An address, as `localhost` may lead to another one first.
  const url = `http://127.0.0.1:${server.address().port}`
  server.issuer.url = url

  server.service.on(Events.BeforeTokenSigning, ({ payload }: MutableToken, request: TokenRequest) => {
    const claim = judge(request, userPools.clients)
    if (!('client' in claim)) return
    const now = Math.floor(clock.now() / 1000)
    const { id } = claim.client
    for (const name of Object.keys(payload)) delete (payload as Record<string, unknown>)[name]
    Object.assign(payload, {
      sub: id,
      token_use: 'access',
      scope: claim.scopes.join(' '),
      auth_time: now,
      iss: url,
      exp: now + TOKEN_SECONDS,
      iat: now,
      version: 2,
      jti: randomUUID(),
      client_id: id,
    })
  })
  server.service.on(Events.BeforeResponse, (response: MutableResponse, request: TokenRequest) => {
    const claim = judge(request, userPools.clients)
    if ('client' in claim) {
      const { access_token, token_type } = response.body as Record<string, unknown>
      response.body = { access_token, expires_in: TOKEN_SECONDS, token_type }
      return
    }
    response.statusCode = claim.status
    response.body = { error: claim.error }
  })

  const issuer: Issuer = {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    get clientIds() {
      return [...userPools.clients.keys()]
    },
  }
  const known = new Set(pools.map(({ ref }) => `https://cognito-idp.us-east-1.amazonaws.com/${ref}`))
  return {
    ...issuer,
    clients,
    userPoolsUrl: userPools.url,
    tokenUrl: `${url}/oauth2/token`,
    issuerOf: (issuerUrl) => (known.has(issuerUrl) ? issuer : undefined),
    pending: () => 0,
    stop: async () => {
      await userPools.stop()
      await server.stop()
    },
  }
}

/** `<resource server>/<scope>` of all resource servers, as tokens and routes name them. */
function scopesOf(resources: readonly CloudResource[]): string[] {
  return resources
    .filter(({ type }) => type === 'AWS::Cognito::UserPoolResourceServer')
    .flatMap(({ ref, properties }) => {
      const scopes: { ScopeName: string }[] = properties.Scopes ?? []
      return scopes.map(({ ScopeName }) => `${ref}/${ScopeName}`)
    })
}

/**
 * Two stores, each with an approver beside its own client, and one client that only reads; the secrets open nothing but
 * this machine's own cloud.
 */
function sampleClients(scopes: readonly string[]): SampleClient[] {
  const reading = scopes.filter((scope) => scope.endsWith('read'))
  const approving = [...reading, ...scopes.filter((scope) => scope.endsWith('quality:approve'))]
  return [
    { id: 'loja-azul', secret: 'segredo-local-azul', scopes, store: 'loja-azul' },
    { id: 'loja-verde', secret: 'segredo-local-verde', scopes, store: 'loja-verde' },
    { id: 'loja-azul-leitura', secret: 'segredo-local-leitura', scopes: reading, store: 'loja-azul' },
    { id: 'loja-azul-aprova', secret: 'segredo-local-aprova-azul', scopes: approving, store: 'loja-azul' },
    { id: 'loja-verde-aprova', secret: 'segredo-local-aprova-verde', scopes: approving, store: 'loja-verde' },
  ]
}

interface TokenRequest {
  readonly headers: { readonly authorization?: string }
  readonly body: {
    readonly grant_type?: string
    readonly client_id?: unknown
    readonly client_secret?: unknown
    readonly scope?: unknown
  }
}

interface Granted {
  readonly client: PoolClient
  readonly scopes: readonly string[]
}

interface Denied {
  readonly status: 400 | 401
  readonly error: 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type'
}

/** RFC 6749, section 4.4: the client must be known, its secret right, and the scopes asked for its own. */
function judge({ headers, body }: TokenRequest, clients: ReadonlyMap<string, PoolClient>): Granted | Denied {
  if (body.grant_type !== 'client_credentials') return { status: 400, error: 'unsupported_grant_type' }
  const { id, secret } = credentialsOf(headers.authorization, body)
  const client = clients.get(id)
  if (client === undefined || !client.secrets.some(({ value }) => isSame(value, secret)))
    return { status: 401, error: 'invalid_client' }
  const asked = typeof body.scope === 'string' ? body.scope.split(' ').filter(Boolean) : []
  if (!asked.every((scope) => client.scopes.includes(scope))) return { status: 400, error: 'invalid_scope' }
  return { client, scopes: asked.length > 0 ? asked : client.scopes }
}

function credentialsOf(authorization: string | undefined, body: TokenRequest['body']) {
  const [, basic] = /^Basic (.+)$/i.exec(authorization ?? '') ?? []
  if (basic === undefined)
    return { id: String(body.client_id ?? ''), secret: String(body.client_secret ?? '') }
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':')
  return { id, secret: secret.join(':') }
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
