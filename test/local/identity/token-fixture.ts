import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { createClock } from '../../../infra/local/clock.ts'
import type { CloudClock, CloudResource } from '../../../infra/local/contracts.ts'
import { type Authorize, createJwtAuthorizer } from '../../../infra/local/http-api/jwt-authorizer.ts'

const issuer = 'http://issuer.test'
export const readScope = 'retaguarda/orders:read'

export const authorizerOf = (properties = {}): CloudResource => ({
  logicalId: 'Auth',
  type: 'AWS::ApiGatewayV2::Authorizer',
  name: 'auth',
  ref: 'auth',
  arn: 'arn',
  properties: { JwtConfiguration: { Audience: ['machine'], Issuer: issuer }, ...properties },
  metadata: {},
})

/** An issuer with a key of its own, and an authorizer that trusts it. */
export interface TokenFixture {
  readonly clock: CloudClock
  readonly publicKey: CryptoKey
  readonly authorize: Authorize
  /** Claims of a valid token with a lifetime of one minute, with overrides. */
  claims(more?: JWTPayload): JWTPayload
  /** Signs claims, by default with the issuer's key. */
  sign(payload: JWTPayload, by?: CryptoKey | Uint8Array, alg?: string): Promise<string>
  stop(): Promise<void>
}

export async function startTokenFixture(): Promise<TokenFixture> {
  const clock = createClock()
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  const server = createServer((_, response) => response.end(JSON.stringify(jwks)))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const trusted = { url: issuer, jwksUrl, clientIds: ['loja-azul'] }
  const seconds = () => Math.floor(clock.now() / 1000)
  return {
    clock,
    publicKey,
    authorize: createJwtAuthorizer(authorizerOf(), trusted, clock),
    claims: (more = {}) => ({
      iss: issuer,
      client_id: 'machine',
      scope: `${readScope} other`,
      exp: seconds() + 60,
      iat: seconds(),
      ...more,
    }),
    sign: (payload, by = privateKey, alg = 'RS256') =>
      new SignJWT(payload).setProtectedHeader({ alg, kid: 'one' }).sign(by),
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}
