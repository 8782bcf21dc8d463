import { exportSPKI, generateKeyPair, UnsecuredJWT } from 'jose'
import { readScope, startTokenFixture, type TokenFixture } from '../local/identity/token-fixture.ts'
import { integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'

let fixture: TokenFixture
let foreignKeys: Awaited<ReturnType<typeof generateKeyPair>>
beforeAll(async () => {
  fixture = await startTokenFixture()
  foreignKeys = await generateKeyPair('RS256')
})
afterAll(() => fixture.stop())

const text = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')

/** Invalid tokens, each varied by a seed. */
const invalidTokens: readonly ((seed: number) => Promise<string>)[] = [
  (seed) =>
    fixture.sign(
      fixture.claims({ exp: Math.floor(fixture.clock.now() / 1000) - integerBetween(1, 1e6, seed) }),
    ),
  (seed) =>
    fixture.sign(
      fixture.claims({ nbf: Math.floor(fixture.clock.now() / 1000) + integerBetween(60, 1e6, seed) }),
    ),
  (seed) => fixture.sign(fixture.claims({ iss: `http://issuer.test.${seed}.example` })),
  (seed) =>
    fixture.sign(fixture.claims({ iss: 'http://issuer.test/'.slice(0, integerBetween(5, 17, seed)) })),
  (seed) => fixture.sign(fixture.claims({ client_id: `machine-${seed}` })),
  (seed) => fixture.sign(fixture.claims({ aud: `machine${seed}` })),
  () => {
    const { exp: _, ...endless } = fixture.claims()
    return fixture.sign(endless)
  },
  async () => new UnsecuredJWT(fixture.claims()).encode(),
  async (seed) =>
    `${text({ alg: oneOf(['none', 'None', 'NONE'], seed), kid: 'one' })}.${text(fixture.claims())}.`,
  () => fixture.sign(fixture.claims(), foreignKeys.privateKey),
  async () =>
    fixture.sign(fixture.claims(), new TextEncoder().encode(await exportSPKI(fixture.publicKey)), 'HS256'),
  async (seed) => {
    const token = await fixture.sign(fixture.claims())
    return token.slice(0, integerBetween(0, token.length - 2, seed))
  },
  async () => {
    const [head, , proof] = (await fixture.sign(fixture.claims())).split('.')
    return `${head}.${text(fixture.claims({ scope: 'retaguarda/orders:write' }))}.${proof}`
  },
]

faultRow('bad-token', { title: 'the authorizer of every route' }, async (seed) => {
  const token = await oneOf(invalidTokens, seed)(seed)
  const result = await fixture.authorize(`Bearer ${token}`, [readScope])
  const good = await fixture.authorize(`Bearer ${await fixture.sign(fixture.claims())}`, [readScope])
  const admitted = 'authorization' in result
  if (!admitted) expect(result).toMatchObject({ status: 401 })
  return { tries: 2, lost: 'authorization' in good ? 0 : 1, doubled: admitted ? 1 : 0 }
})
