import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { scopesOfRoles } from '../../shared/roles.ts'
import { freshOrder, type Suite, startSuite } from '../support/suite/suite.ts'

const callback = 'http://localhost:3000/'
const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')

interface Tokens {
  readonly access_token: string
  readonly id_token: string
  readonly refresh_token: string
  readonly expires_in: number
  readonly error?: string
}

describe('people', () => {
  let suite: Suite
  let clientId: string
  beforeAll(async () => {
    suite = await startSuite()
    clientId = suite.cloud.identity.webClientIds[0] ?? ''
  })
  afterAll(() => suite.stop())

  /** A valid authorization URL with the given changes. */
  const authorizeUrl = (changes: Readonly<Record<string, string>> = {}) => {
    const url = new URL(suite.cloud.identity.authorizeUrl)
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callback,
      state: 'xyz',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...changes,
    }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return url
  }
  const open = (url: URL) => fetch(url, { redirect: 'manual' })
  const redirectParams = (answer: Response) => new URL(answer.headers.get('location') ?? '').searchParams

  /** Opens the sign-in page, follows the link of a person and returns the code. */
  async function codeOf(email: string, changes?: Readonly<Record<string, string>>): Promise<string> {
    const shown = await (await open(authorizeUrl(changes))).text()
    const [, link = ''] = new RegExp(`href="([^"]+)">${email}<`).exec(shown) ?? []
    const answer = await open(new URL(link.replaceAll('&amp;', '&'), suite.cloud.identity.authorizeUrl))
    expect(redirectParams(answer).get('state')).toBe('xyz')
    return redirectParams(answer).get('code') ?? ''
  }

  async function ask(form: Readonly<Record<string, string>>): Promise<{ status: number; body: Tokens }> {
    const body = new URLSearchParams({ client_id: clientId, ...form })
    const answer = await fetch(suite.cloud.endpoints.token, { method: 'POST', body })
    return { status: answer.status, body: (await answer.json()) as Tokens }
  }
  const redeem = (code: string, changes: Readonly<Record<string, string>> = {}) =>
    ask({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
      ...changes,
    })
  const signIn = async (email: string) => (await redeem(await codeOf(email))).body
  const read = (path: string, token: string) =>
    fetch(`${suite.cloud.endpoints.api}${path}`, { headers: { authorization: `Bearer ${token}` } })

  it('sign in with code and PKCE and read only their own store', async () => {
    const { id } = await suite.place('loja-azul', freshOrder())
    const [storeA, storeB] = await Promise.all(
      ['analyst@loja-azul.example', 'analyst@loja-verde.example'].map(signIn),
    )
    expect(storeA).toMatchObject({ token_type: 'Bearer', expires_in: 900 })
    expect((await read(`/orders/${id}`, storeA?.access_token ?? '')).status).toBe(200)
    expect((await read(`/orders/${id}`, storeB?.access_token ?? '')).status).toBe(404)
  })

  it.each(['analyst', 'approver', 'finance', 'ops', 'auditor'])(
    'get only the scopes of their role, whatever the client requests: %s',
    async (role) => {
      const { access_token, id_token } = await signIn(`${role}@loja-azul.example`)
      const { scope, ...claims } = decodeJwt(access_token)
      const ofApi = String(scope)
        .split(' ')
        .filter((one) => one.includes('/'))
      expect(ofApi.toSorted()).toEqual(scopesOfRoles([role]).toSorted())
      expect(claims).toMatchObject({ sub: `loja-azul-${role}`, client_id: clientId, token_use: 'access' })
      expect(decodeJwt(id_token)).toMatchObject({ aud: clientId, email: `${role}@loja-azul.example` })
    },
  )

  it('cannot call the API with an identity token', async () => {
    const { id_token } = await signIn('auditor@loja-azul.example')
    expect((await read('/orders', id_token)).status).toBe(403)
  })

  it('are redirected only to registered URLs', async () => {
    for (const invalid of [
      { client_id: 'unknown' },
      { redirect_uri: 'https://evil.example/' },
      { redirect_uri: 'http://localhost:3000/elsewhere' },
      { redirect_uri: 'http://localhost.evil.example:3000/' },
    ])
      expect((await open(authorizeUrl(invalid))).status).toBe(400)
    expect((await open(authorizeUrl({ redirect_uri: 'http://127.0.0.1:4711/' }))).status).toBe(200)
  })

  it.each([
    ['invalid_request', { code_challenge: '' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_scope', { scope: 'openid retaguarda/everything' }],
    ['unsupported_response_type', { response_type: 'token' }],
  ])('get %s for an invalid authorization request', async (error, invalid) => {
    const redirect = redirectParams(await open(authorizeUrl(invalid)))
    expect([redirect.get('error'), redirect.get('state'), redirect.get('code')]).toEqual([error, 'xyz', null])
  })

  it('cannot redeem a code twice, late, elsewhere or without the PKCE verifier', async () => {
    const email = 'ops@loja-azul.example'
    const rejected = { status: 400, body: { error: 'invalid_grant' } }
    const used = await codeOf(email)
    expect((await redeem(used)).status).toBe(200)
    expect(await redeem(used)).toEqual(rejected)
    expect(await redeem(await codeOf(email), { code_verifier: verifier.toUpperCase() })).toEqual(rejected)
    expect(await redeem(await codeOf(email), { redirect_uri: 'http://localhost:3001/' })).toEqual(rejected)
    expect(await redeem(await codeOf(email), { client_id: 'another' })).toEqual(rejected)
    const late = await codeOf(email)
    suite.cloud.clock.advance(300_001)
    expect(await redeem(late)).toEqual(rejected)
  })

  it('stay signed in for a working day with one-time refresh tokens; an access token lasts 15 minutes', async () => {
    const refresh = (refresh_token: string) => ask({ grant_type: 'refresh_token', refresh_token })
    const first = await signIn('auditor@loja-azul.example')
    suite.cloud.clock.advance(16 * 60_000)
    expect((await read('/orders', first.access_token)).status).toBe(401)
    const second = (await refresh(first.refresh_token)).body
    expect((await read('/orders', second.access_token)).status).toBe(200)
    // A lost answer may be retried for a minute; then the refresh token is invalid.
    expect((await refresh(first.refresh_token)).status).toBe(200)
    suite.cloud.clock.advance(61_000)
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant')
    suite.cloud.clock.advance(8 * 3_600_000)
    expect((await refresh(second.refresh_token)).body.error).toBe('invalid_grant')
  })
})
