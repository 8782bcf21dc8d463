import { generateKeyPair } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server'
import type { CloudClock, CloudPart, CloudResource, Functions } from '../contracts.ts'
import type { Issuer } from '../http-api/jwt-authorizer.ts'
import type { Principals } from './principals.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { narrowBy } from './token-narrowing.ts'
import { tokenRequests } from './token-requests.ts'
import { startUserPools } from './user-pools.ts'
import { webClients } from './web-client.ts'

/** The identity server that simulates the template's Cognito user pools. */
export interface Identity<P extends Principals = Principals> extends CloudPart, Issuer {
  readonly tokenUrl: string
  /** Authorization endpoint, for the code flow with PKCE. */
  readonly authorizeUrl: string
  readonly clients: P['clients']
  readonly people: P['people']
  /** Ids of the template's web clients. */
  readonly webClientIds: readonly string[]
  /** Signs a token with any claims, for tests of invalid tokens. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>
  /** Endpoint of Cognito's API for managing machine clients. */
  readonly userPoolsUrl: string
  /** The local issuer for an issuer URL of the template, if it is a user pool's. */
  issuerOf(issuerUrl: string): Issuer | undefined
}

export interface IdentityOptions<P extends Principals> {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  /** Invokes a user pool's trigger. */
  readonly invoke: Functions['invoke']
  /** The clients and people that can obtain tokens, given the scopes that the template defines. */
  readonly principals: (scopes: readonly string[]) => P
  readonly port?: number
}

const paths = { token: '/oauth2/token', authorize: '/oauth2/authorize', jwks: '/.well-known/jwks.json' }

/**
 * Starts an OAuth 2 server with the scopes of the template's resource servers, machine clients, and people for the
 * template's web clients. Its tokens look like Cognito's (`client_id` instead of `aud`).
 */
export async function startIdentity<P extends Principals>({
  resources,
  clock,
  invoke,
  principals,
  port = 0,
}: IdentityOptions<P>): Promise<Identity<P>> {
  const pools = resources.filter(({ type }) => type === 'AWS::Cognito::UserPool')
  const { clients, people } = principals(scopesOf(resources))
  const webs = webClients(resources)
  const userPools = await startUserPools({ clock, clients })
  const issuer = new OAuth2Issuer()
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  // The issuer's own `generate` rejects keys of another realm, such as a test's.
  await issuer.keys.add({ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' })
  const sign: Identity['sign'] = (claims) =>
    issuer.buildToken({ scopesOrTransform: become({ iss: issuer.url, ...claims }) })
  const signIn = createSignIn(webs, people, clock)
  const give = tokenRequests({
    clients: userPools.clients,
    signIn,
    narrow: narrowBy(resources, invoke),
    clock,
    sign,
  })
  // The service publishes its metadata and keys; codes and tokens are issued here.
  const service = new OAuth2Service(issuer, paths)
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://identity')
    const route = `${request.method} ${url.pathname}`
    if (route === `GET ${paths.authorize}`) showDoor(signIn, url.searchParams, response)
    else if (route === `POST ${paths.token}`) void answerToken(give, request, response)
    else service.requestHandler(request, response)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  // Use an address, because `localhost` can resolve to another one first.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  issuer.url = url

  const stands: Issuer = {
    url,
    jwksUrl: `${url}${paths.jwks}`,
    get clientIds() {
      return [...userPools.clients.keys()]
    },
  }
  const known = new Set(pools.map(({ ref }) => `https://cognito-idp.us-east-1.amazonaws.com/${ref}`))
  return {
    url,
    jwksUrl: stands.jwksUrl,
    get clientIds() {
      return stands.clientIds
    },
    clients,
    people,
    webClientIds: webs.map(({ id }) => id),
    userPoolsUrl: userPools.url,
    tokenUrl: `${url}${paths.token}`,
    authorizeUrl: `${url}${paths.authorize}`,
    sign,
    issuerOf: (issuerUrl) => (known.has(issuerUrl) ? stands : undefined),
    pending: () => 0,
    stop: async () => {
      await userPools.stop()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function showDoor(signIn: SignIn, query: URLSearchParams, response: ServerResponse): void {
  const answer = signIn.authorize(query)
  const headers = { 'cache-control': 'no-store' }
  if (answer.status === 302) response.writeHead(302, { ...headers, location: answer.location }).end()
  else
    response
      .writeHead(answer.status, { ...headers, 'content-type': 'text/html; charset=utf-8' })
      .end(answer.html)
}

async function answerToken(
  give: ReturnType<typeof tokenRequests>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  }
  try {
    const { status, body } = await give(
      new URLSearchParams(await text(request)),
      request.headers.authorization,
    )
    response.writeHead(status, headers).end(JSON.stringify(body))
  } catch (error) {
    const body = { error: 'invalid_request', error_description: String(error) }
    response.writeHead(400, headers).end(JSON.stringify(body))
  }
}

/** Replaces the claims that the issuer generates. */
const become =
  (claims: Readonly<Record<string, unknown>>) =>
  (_header: unknown, payload: object): void => {
    for (const name of Object.keys(payload)) Reflect.deleteProperty(payload, name)
    Object.assign(payload, claims)
  }

/** `<resource server>/<scope>` of all resource servers, as in tokens and routes. */
function scopesOf(resources: readonly CloudResource[]): string[] {
  return resources
    .filter(({ type }) => type === 'AWS::Cognito::UserPoolResourceServer')
    .flatMap(({ ref, properties }) => {
      const scopes: { ScopeName: string }[] = properties.Scopes ?? []
      return scopes.map(({ ScopeName }) => `${ref}/${ScopeName}`)
    })
}
