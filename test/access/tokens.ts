import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose'
import { tokenFor } from '../../infra/start/sample-clients.ts'
import type { Suite } from '../support/suite/suite.ts'

const bearer = (token: string) => `Bearer ${token}`
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The Authorization header of a sample client, with all or some of its scopes. */
export async function tokenOf(
  { cloud }: Suite,
  id: string,
  scopes: (all: readonly string[]) => readonly string[] = (all) => all,
): Promise<string> {
  const client = cloud.identity.clients.find((one) => one.id === id)
  if (client === undefined) throw new Error(`Sample client ${id} does not exist.`)
  return bearer(await tokenFor(cloud.endpoints.token, client, scopes(client.scopes)))
}

/** Invalid `Authorization` values by their single defect. */
export async function invalidTokens(suite: Suite): Promise<Readonly<Record<string, string | undefined>>> {
  const { identity } = suite.cloud
  const good = (await tokenOf(suite, 'loja-azul')).slice('Bearer '.length)
  const [header = '', payload = '', signature = ''] = good.split('.')
  const claims = decodeJwt(good)
  const { client_id: _, ...withoutClient } = claims
  const { privateKey } = await generateKeyPair('RS256')
  const foreign = await new SignJWT(claims)
    .setProtectedHeader({ ...decodeProtectedHeader(good), alg: 'RS256' })
    .sign(privateKey)
  const none = encode({ alg: 'none', typ: 'JWT' })
  const now = claims.iat ?? 0
  const signed = async (changes: object) => bearer(await identity.sign({ ...claims, ...changes }))
  return {
    'no token': undefined,
    'not a token': 'Bearer not-a-token',
    expired: await signed({ iat: now - 7200, exp: now - 3600 }),
    'not yet': await signed({ nbf: now + 3600 }),
    'wrong audience': await signed({ aud: 'another-api' }),
    'another client': await signed({ client_id: 'client-of-another-pool' }),
    'no audience': bearer(await identity.sign(withoutClient)),
    'another issuer': await signed({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' }),
    'alg none': bearer(`${none}.${payload}.`),
    'alg none, signed': bearer(`${none}.${payload}.${signature}`),
    'another key': bearer(foreign),
    'changed claims': bearer(`${header}.${encode({ ...claims, exp: now + 9_000_000 })}.${signature}`),
    'cut signature': bearer(`${header}.${payload}.${signature.slice(0, -4)}`),
  }
}
