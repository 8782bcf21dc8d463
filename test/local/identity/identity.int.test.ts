import { join } from 'node:path'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { createClock } from '../../../infra/local/clock.ts'
import { type Identity, startIdentity } from '../../../infra/local/identity/identity.ts'
import { readAssembly, resolveResources } from '../../../infra/local/template.ts'
import { type SamplePrincipals, samplePrincipals } from '../../../infra/start/sample-principals.ts'

describe('the token endpoint', () => {
  const clock = createClock()
  let identity: Identity<SamplePrincipals>

  beforeAll(async () => {
    const resources = resolveResources(readAssembly(join(import.meta.dirname, '../hello-assembly')))
    identity = await startIdentity({
      resources,
      clock,
      invoke: () => Promise.reject(new Error('nothing to run')),
      principals: samplePrincipals,
    })
  })
  afterAll(() => identity.stop())

  async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form })
    const response = await fetch(identity.tokenUrl, { method: 'POST', body, headers })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })
  const storeAClient = () => identity.clients[0]!

  it("issues a client token for the secret in the form, shaped as Cognito's", async () => {
    const { id, secret } = storeAClient()
    const { status, body } = await ask({ client_id: id, client_secret: secret })
    expect(status).toBe(200)
    expect(body).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' })
    const { payload } = await jwtVerify(body['access_token']!, createRemoteJWKSet(new URL(identity.jwksUrl)))
    expect(payload).toMatchObject({
      sub: id,
      client_id: id,
      iss: identity.url,
      scope: 'retaguarda/orders:read retaguarda/orders:write',
      token_use: 'access',
      exp: payload.iat! + 3600,
    })
    expect(payload).not.toHaveProperty('aud')
  })

  it('accepts the secret in an Authorization header, and a subset of the scopes', async () => {
    const { body } = await ask(
      { scope: 'retaguarda/orders:read' },
      basic(storeAClient().id, storeAClient().secret),
    )
    expect(decodeJwt(body['access_token']!)['scope']).toBe('retaguarda/orders:read')
  })

  it('issues tokens by the clock of the cloud', async () => {
    clock.advance(3_600_000)
    const { body } = await ask({}, basic(storeAClient().id, storeAClient().secret))
    expect(decodeJwt(body['access_token']!).iat).toBeGreaterThanOrEqual(Math.floor(clock.now() / 1000) - 60)
  })

  it('rejects a wrong secret and an unknown client', async () => {
    const refused = { status: 401, body: { error: 'invalid_client' } }
    expect(await ask({}, basic(storeAClient().id, 'wrong'))).toEqual(refused)
    expect(await ask({}, basic('nobody', storeAClient().secret))).toEqual(refused)
    expect(await ask({})).toEqual(refused)
  })

  it('rejects scopes that do not exist or that the client does not have', async () => {
    const refused = { status: 400, body: { error: 'invalid_scope' } }
    expect(
      await ask({ scope: 'retaguarda/everything' }, basic(storeAClient().id, storeAClient().secret)),
    ).toEqual(refused)
    const reader = identity.clients.find(({ scopes }) => scopes.length === 1)!
    expect(await ask({ scope: 'retaguarda/orders:write' }, basic(reader.id, reader.secret))).toEqual(refused)
  })

  it('rejects other grants', async () => {
    const refused = { status: 400, body: { error: 'unsupported_grant_type' } }
    expect(await ask({ grant_type: 'password' }, basic(storeAClient().id, storeAClient().secret))).toEqual(
      refused,
    )
  })

  it('has clients of two stores: one with all scopes, and some per role', () => {
    expect(identity.clients.map(({ id, store, scopes }) => [id, store, scopes.length])).toEqual([
      ['loja-azul', 'loja-azul', 2],
      ['loja-verde', 'loja-verde', 2],
      ['loja-azul-leitura', 'loja-azul', 1],
      ['loja-azul-vitrine', 'loja-azul', 2],
      ['loja-azul-aprova', 'loja-azul', 1],
      ['loja-verde-aprova', 'loja-verde', 1],
    ])
  })

  it('has a person for each human role, at each store', () => {
    expect(identity.people).toHaveLength(10)
    expect(identity.people[0]).toEqual({
      id: 'loja-azul-analyst',
      email: 'analyst@loja-azul.example',
      roles: ['analyst'],
      store: 'loja-azul',
    })
  })

  it('replaces only the user pool of the template', () => {
    const cognito = 'https://cognito-idp.us-east-1.amazonaws.com'
    expect(identity.issuerOf(`${cognito}/us-east-1_people`)?.url).toBe(identity.url)
    expect(identity.issuerOf(`${cognito}/us-east-1_other`)).toBeUndefined()
  })
})
