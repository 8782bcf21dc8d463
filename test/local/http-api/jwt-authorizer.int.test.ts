import { exportSPKI, generateKeyPair, type JWTPayload, UnsecuredJWT } from 'jose'
import { readToken } from '../../../infra/local/http-api/jwt-authorizer.ts'
import { authorizerOf, readScope, startTokenFixture, type TokenFixture } from '../identity/token-fixture.ts'

describe('a JWT authorizer', () => {
  let stage: TokenFixture
  beforeAll(async () => {
    stage = await startTokenFixture()
  })
  afterAll(() => stage.stop())

  const sign: TokenFixture['sign'] = (...what) => stage.sign(...what)
  const claims: TokenFixture['claims'] = (more) => stage.claims(more)
  const verdict = async (token: string | undefined, scopes = [readScope]) => stage.authorize(token, scopes)

  it('admits a valid token, with or without Bearer, and passes its claims as text', async () => {
    const token = await sign(claims({ groups: ['a', 'b'], level: 3 }))
    const admitted = {
      authorization: {
        claims: expect.objectContaining({ client_id: 'machine', groups: '[a b]', level: '3' }),
        scopes: [readScope],
      },
    }
    expect(await verdict(`Bearer ${token}`)).toEqual(admitted)
    expect(await verdict(token)).toEqual(admitted)
    expect(await verdict(token, [])).toMatchObject({ authorization: { scopes: null } })
  })

  it('admits clients of the issuer beside those of the template, and an audience claim', async () => {
    expect(await verdict(await sign(claims({ client_id: 'loja-azul' })))).toHaveProperty('authorization')
    expect(await verdict(await sign(claims({ aud: ['x', 'machine'] })))).toHaveProperty('authorization')
  })

  it.each([
    ['another issuer', { iss: 'http://elsewhere.test' }, /iss/],
    ['another client', { client_id: 'stranger' }, /valid audience/],
    ['another audience, although its client is registered', { aud: 'stranger' }, /valid audience/],
    ['a past expiry', { exp: 1_000_000_000 }, /expired/],
    ['no expiry', { exp: undefined }, /exp/],
    ['a later beginning', { nbf: 9_000_000_000 }, /nbf/],
    ['a birth in the future', { iat: 9_000_000_000 }, /future/],
  ])('rejects a token with %s', async (_, change, why) => {
    const refused = await verdict(await sign(claims(change as JWTPayload)))
    expect(refused).toMatchObject({ status: 401, message: 'Unauthorized' })
    expect(refused).toMatchObject({ challenge: expect.stringMatching(/^Bearer .*error="invalid_token"/) })
    expect(refused).toMatchObject({ challenge: expect.stringMatching(why) })
  })

  it('rejects a token that is unsigned, signed by another key, or signed with the public key', async () => {
    const other = await generateKeyPair('RS256')
    const spki = new TextEncoder().encode(await exportSPKI(stage.publicKey))
    const [head, body] = (await sign(claims())).split('.')
    for (const forged of [
      new UnsecuredJWT(claims()).encode(),
      await sign(claims(), other.privateKey),
      await sign(claims(), spki, 'HS256'),
      `${head}.${body}.`,
      'nonsense',
      '',
    ]) {
      expect(await verdict(forged)).toMatchObject({ status: 401 })
    }
  })

  it('requires a token', async () => {
    const challenge = 'Bearer'
    expect(await verdict(undefined)).toEqual({ status: 401, message: 'Unauthorized', challenge })
  })

  it('forbids a route whose scopes the token does not have', async () => {
    const token = await sign(claims())
    expect(await verdict(token, ['retaguarda/orders:write'])).toMatchObject({
      status: 403,
      message: 'Forbidden',
      challenge: expect.stringContaining('insufficient_scope'),
    })
    expect(await verdict(await sign(claims({ scope: undefined })))).toMatchObject({
      status: 403,
    })
    expect(await verdict(token, ['retaguarda/orders:write', readScope])).toHaveProperty('authorization')
  })

  it('rejects a token that expired after it was admitted', async () => {
    const token = await sign(claims())
    expect(await verdict(token)).toHaveProperty('authorization')
    stage.clock.advance(61_000)
    expect(await verdict(token)).toMatchObject({ status: 401 })
  })
})

describe('the token of a request', () => {
  it('is read from the configured identity source', () => {
    const from = (source: string | undefined, headers = {}, query = '') => {
      return readToken(authorizerOf(source === undefined ? {} : { IdentitySource: [source] }), headers, query)
    }
    expect(from(undefined, { authorization: 'Bearer a' })).toBe('Bearer a')
    expect(from('$request.header.X-Token', { 'x-token': 'b' })).toBe('b')
    expect(from('$request.querystring.token', {}, 'token=c')).toBe('c')
    expect(from('$request.querystring.token')).toBeUndefined()
    expect(() => from('$context.x')).toThrow(/cannot read the identity source/)
  })
})
