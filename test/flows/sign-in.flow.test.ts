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

  /** A request to sign in, right but for what is put otherwise. */
  const door = (otherwise: Readonly<Record<string, string>> = {}) => {
    const url = new URL(suite.cloud.identity.authorizeUrl)
    const asked = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callback,
      state: 'xyz',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...otherwise,
    }
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    return url
  }
  const open = (url: URL) => fetch(url, { redirect: 'manual' })
  const backAt = (answer: Response) => new URL(answer.headers.get('location') ?? '').searchParams

  /** Opens the page, follows a person's link, and comes back with a code. */
  async function codeOf(email: string, otherwise?: Readonly<Record<string, string>>): Promise<string> {
    const shown = await (await open(door(otherwise))).text()
    const [, link = ''] = new RegExp(`href="([^"]+)">${email}<`).exec(shown) ?? []
    const answer = await open(new URL(link.replaceAll('&amp;', '&'), suite.cloud.identity.authorizeUrl))
    expect(backAt(answer).get('state')).toBe('xyz')
    return backAt(answer).get('code') ?? ''
  }

  async function ask(form: Readonly<Record<string, string>>): Promise<{ status: number; body: Tokens }> {
    const body = new URLSearchParams({ client_id: clientId, ...form })
    const answer = await fetch(suite.cloud.endpoints.token, { method: 'POST', body })
    return { status: answer.status, body: (await answer.json()) as Tokens }
  }
  const redeem = (code: string, otherwise: Readonly<Record<string, string>> = {}) =>
    ask({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
      code_verifier: verifier,
      ...otherwise,
    })
  const signIn = async (email: string) => (await redeem(await codeOf(email))).body
  const read = (path: string, token: string) =>
    fetch(`${suite.cloud.endpoints.api}${path}`, { headers: { authorization: `Bearer ${token}` } })

  it('sign in by a code and a proof, and see their own store alone', async () => {
    const { id } = await suite.place('loja-azul', freshOrder())
    const [azul, verde] = await Promise.all(
      ['analyst@loja-azul.example', 'analyst@loja-verde.example'].map(signIn),
    )
    expect(azul).toMatchObject({ token_type: 'Bearer', expires_in: 900 })
    expect((await read(`/orders/${id}`, azul?.access_token ?? '')).status).toBe(200)
    expect((await read(`/orders/${id}`, verde?.access_token ?? '')).status).toBe(404)
  })

  it.each(['analyst', 'approver', 'finance', 'ops', 'auditor'])(
    'get the scopes of their role and no more, whatever the client asks for: %s',
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

  it('do not get in by an identity token: it has no scope', async () => {
    const { id_token } = await signIn('auditor@loja-azul.example')
    expect((await read('/orders', id_token)).status).toBe(403)
  })

  it('are sent nowhere that the client did not register', async () => {
    for (const wrong of [
      { client_id: 'nobody' },
      { redirect_uri: 'https://evil.example/' },
      { redirect_uri: 'http://localhost:3000/elsewhere' },
      { redirect_uri: 'http://localhost.evil.example:3000/' },
    ])
      expect((await open(door(wrong))).status).toBe(400)
    expect((await open(door({ redirect_uri: 'http://127.0.0.1:4711/' }))).status).toBe(200)
  })

  it.each([
    ['invalid_request', { code_challenge: '' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_scope', { scope: 'openid retaguarda/everything' }],
    ['unsupported_response_type', { response_type: 'token' }],
  ])('are told %s for what the page asks wrongly', async (error, wrong) => {
    const back = backAt(await open(door(wrong)))
    expect([back.get('error'), back.get('state'), back.get('code')]).toEqual([error, 'xyz', null])
  })

  it('cannot use a code twice, late, elsewhere, or without the proof', async () => {
    const email = 'ops@loja-azul.example'
    const refused = { status: 400, body: { error: 'invalid_grant' } }
    const used = await codeOf(email)
    expect((await redeem(used)).status).toBe(200)
    expect(await redeem(used)).toEqual(refused)
    expect(await redeem(await codeOf(email), { code_verifier: verifier.toUpperCase() })).toEqual(refused)
    expect(await redeem(await codeOf(email), { redirect_uri: 'http://localhost:3001/' })).toEqual(refused)
    expect(await redeem(await codeOf(email), { client_id: 'another' })).toEqual(refused)
    const late = await codeOf(email)
    suite.cloud.clock.advance(300_001)
    expect(await redeem(late)).toEqual(refused)
  })

  it('stay signed in for a working day by refresh tokens that are good once, and their token for a quarter of an hour', async () => {
    const refresh = (refresh_token: string) => ask({ grant_type: 'refresh_token', refresh_token })
    const first = await signIn('auditor@loja-azul.example')
    suite.cloud.clock.advance(16 * 60_000)
    expect((await read('/orders', first.access_token)).status).toBe(401)
    const second = (await refresh(first.refresh_token)).body
    expect((await read('/orders', second.access_token)).status).toBe(200)
    // The answer may have been lost; a minute later the token is worth nothing.
    expect((await refresh(first.refresh_token)).status).toBe(200)
    suite.cloud.clock.advance(61_000)
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant')
    suite.cloud.clock.advance(8 * 3_600_000)
    expect((await refresh(second.refresh_token)).body.error).toBe('invalid_grant')
  })
})
