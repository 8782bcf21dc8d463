import { exportSPKI, generateKeyPair, UnsecuredJWT } from 'jose'
import { readScope, startTokenFixture, type TokenFixture } from '../local/identity/token-fixture.ts'
import { integerBetween, oneOf } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'

let stage: TokenFixture
let foreignKeys: Awaited<ReturnType<typeof generateKeyPair>>
beforeAll(async () => {
  stage = await startTokenFixture()
  foreignKeys = await generateKeyPair('RS256')
})
afterAll(() => stage.stop())

const text = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')

/** Ways in which a token is none of ours, each by a seed. */
const invalidTokens: readonly ((seed: number) => Promise<string>)[] = [
  (seed) =>
    stage.sign(stage.claims({ exp: Math.floor(stage.clock.now() / 1000) - integerBetween(1, 1e6, seed) })),
  (seed) =>
    stage.sign(stage.claims({ nbf: Math.floor(stage.clock.now() / 1000) + integerBetween(60, 1e6, seed) })),
  (seed) => stage.sign(stage.claims({ iss: `http://issuer.test.${seed}.example` })),
  (seed) => stage.sign(stage.claims({ iss: 'http://issuer.test/'.slice(0, integerBetween(5, 17, seed)) })),
  (seed) => stage.sign(stage.claims({ client_id: `machine-${seed}` })),
  (seed) => stage.sign(stage.claims({ aud: `machine${seed}` })),
  () => {
    const { exp: _, ...endless } = stage.claims()
    return stage.sign(endless)
  },
  async () => new UnsecuredJWT(stage.claims()).encode(),
  async (seed) =>
    `${text({ alg: oneOf(['none', 'None', 'NONE'], seed), kid: 'one' })}.${text(stage.claims())}.`,
  () => stage.sign(stage.claims(), foreignKeys.privateKey),
  async () =>
    stage.sign(stage.claims(), new TextEncoder().encode(await exportSPKI(stage.publicKey)), 'HS256'),
  async (seed) => {
    const token = await stage.sign(stage.claims())
    return token.slice(0, integerBetween(0, token.length - 2, seed))
  },
  async () => {
    const [head, , proof] = (await stage.sign(stage.claims())).split('.')
    return `${head}.${text(stage.claims({ scope: 'retaguarda/orders:write' }))}.${proof}`
  },
]

faultRow('bad-token', { title: 'the authorizer of every route' }, async (seed) => {
  const token = await oneOf(invalidTokens, seed)(seed)
  const verdict = await stage.authorize(`Bearer ${token}`, [readScope])
  const good = await stage.authorize(`Bearer ${await stage.sign(stage.claims())}`, [readScope])
  const admitted = 'authorization' in verdict
  if (!admitted) expect(verdict).toMatchObject({ status: 401 })
  return { tries: 2, lost: 'authorization' in good ? 0 : 1, doubled: admitted ? 1 : 0 }
})
