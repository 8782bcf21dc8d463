import * as channelsApi from '../../functions/channels/api.ts'
import { commitConnection, loadConnection } from '../../functions/channels/connections/connection.store.ts'
import { changeSecret } from '../../functions/channels/connections/connection.ts'
import {
  type ConnectionSecrets,
  rotated,
} from '../../functions/channels/platforms/credentials/connection-secrets.ts'
import { callReceiver } from '../../functions/channels/webhooks/receiver.client.ts'
import {
  type ChannelFixture,
  secret,
  startChannelFixture,
  store,
} from '../channels/support/channel-fixture.ts'
import { bodies, callingPlatforms, proofs, signed } from '../channels/support/signed-calls.ts'
import { callerOf } from '../support/http.ts'
import { draw, integerBetween, oneOf, shuffled } from './table/draw.ts'
import { faultRow } from './table/fault-row.ts'

type CallingPlatform = (typeof callingPlatforms)[number]

let fixture: ChannelFixture
const connections = new Map<CallingPlatform, string>()
beforeAll(async () => {
  fixture = await startChannelFixture()
  for (const platform of callingPlatforms)
    connections.set(platform, (await fixture.connect(platform, bodies[platform].account)).id)
})
afterAll(() => fixture.stop())

const ask = callerOf(channelsApi)
const callOf = (platform: CallingPlatform, body = bodies[platform].body, key = secret) => {
  const connectionId = connections.get(platform) ?? ''
  return { connectionId, ...signed[platform](key, body, connectionId) }
}
const isWrite = (operation: string): boolean => /^(?:Put|Update|Transact)Item|^TransactWrite/.test(operation)
const deliveries = async () =>
  (await fixture.table.items(`S#${store}#DELIVERY#`)).filter(({ sk }) => sk?.S === 'DELIVERY')

/** Platforms whose repeated calls can be detected: two equal calls of Nuvemshop may be two changes. */
const rejecting = callingPlatforms.filter((platform) => platform !== 'nuvemshop')

faultRow('replayed-webhook', { title: 'calls of every platform with detectable repeats' }, async (seed) => {
  const platform = oneOf(rejecting, seed)
  const body = bodies[platform].body.replace(/^\{/, `{"seed":${seed},`)
  const call = callOf(platform, body)
  const before = await deliveries()
  const repeats = integerBetween(2, 5, seed)
  const answers = await Promise.all(Array.from({ length: repeats }, () => fixture.receive(platform, call)))
  answers.push(await fixture.receive(platform, call))
  expect(answers.filter(({ status }) => status !== 200 && status < 500)).toEqual([])
  const after = await deliveries()
  const existing = new Set(before.map(({ pk }) => pk?.S))
  const fresh = after.filter(({ pk }) => !existing.has(pk?.S))
  expect(fresh.filter(({ version }) => version?.N !== '1')).toEqual([])
  // Mercado Pago signs the payment, not the body, so its delivery may already exist.
  const least = ['mercado-pago', 'mercado-livre', 'vtex', 'shopee'].includes(platform) ? 0 : 1
  return {
    tries: answers.length,
    lost: Math.max(0, least - fresh.length),
    doubled: Math.max(0, fresh.length - 1),
  }
})

const signing = ['shopify', 'woocommerce', 'nuvemshop', 'shopee'] as const

/** A call with an invalid proof, forged or corrupted in one of several ways. */
function forged(platform: CallingPlatform, seed: number) {
  const call = callOf(platform)
  const place = proofs[platform].at(-1) ?? ''
  const proof = place === 'token' ? (call.token ?? '') : (call.headers?.[place] ?? '')
  const at = integerBetween(0, proof.length - 1, seed, 'at')
  const corruptedProof = oneOf(
    [
      proof.slice(0, at),
      `${proof.slice(0, at)}${proof[at] === 'A' ? 'B' : 'A'}${proof.slice(at + 1)}`,
      `${proof}A`,
      '',
    ],
    seed,
    'proof',
  )
  const other =
    place === 'token'
      ? { ...call, token: corruptedProof }
      : { ...call, headers: { ...call.headers, [place]: corruptedProof } }
  const ways = [other, callOf(platform, bodies[platform].body, `${secret}-guess-${seed}`)]
  const isSigned = (signing as readonly string[]).includes(platform)
  if (isSigned)
    ways.push(
      { ...call, body: `${bodies[platform].body} ` },
      { ...call, body: bodies[platform].body.slice(1) },
    )
  return oneOf(ways, seed, 'way')
}

faultRow('forged-webhook', { title: 'signatures and tokens of every platform' }, async (seed) => {
  const platform = oneOf(callingPlatforms, seed)
  fixture.operations()
  const { status, body } = await fixture.receive(platform, forged(platform, seed))
  const done = fixture.operations()
  if (status !== 200)
    expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([401, 'unauthenticated'])
  const accepted = status === 200 || done.some(isWrite)
  // A forged call is rejected before its body is parsed, so invalid JSON gets the same answer.
  const garbage = await fixture.receive(platform, { ...forged(platform, seed), body: '{"a":' })
  return { tries: 2, lost: 0, doubled: (accepted ? 1 : 0) + (garbage.status === 200 ? 1 : 0) }
})

/** Rotates a secret as another function environment does, so that the cache of this one is stale. */
async function rotateElsewhere(
  id: string,
  webhook: string,
  previousUntil: string | undefined,
): Promise<void> {
  const name = `${process.env['CHANNEL_SECRETS_PATH']}/${id}`
  const secrets = JSON.parse(fixture.parameters.get(name) ?? '{}') as ConnectionSecrets
  fixture.parameters.set(name, JSON.stringify(rotated(secrets, { webhook, previousUntil })))
  const at = new Date().toISOString()
  const cause = { actor: { type: 'system', id: 'test' }, causationId: 'r', correlationId: 'r' } as const
  await commitConnection(changeSecret(await loadConnection(store, id), previousUntil, at), cause, at)
}

faultRow('rotated-secret', { title: 'webhooks during a rotation', cost: 'slow' }, async (seed) => {
  const { id } = await fixture.connect('shopify', `rotating-${seed}`)
  const [old, fresh] = [secret, `the-next-secret-of-the-webhooks-${seed}`]
  const webhook = (key: string, n: number) => {
    const body = `{"id":${seed}${n}}`
    return fixture.receive('shopify', { connectionId: id, ...signed.shopify(key, body, id) })
  }
  expect((await webhook(old, 0)).status).toBe(200)
  const overlaps = seed % 2 === 0
  const until = overlaps ? new Date(Date.now() + 3_600_000).toISOString() : undefined
  await rotateElsewhere(id, fresh, until)
  fixture.operations()
  const calls = shuffled([fresh, fresh, fresh, old, old], seed)
  const statuses: number[] = []
  for (const [n, key] of calls.entries()) statuses.push((await webhook(key, n + 1)).status)
  const expected = calls.map((key) => (key === fresh || overlaps ? 200 : 401))
  const lost = statuses.filter((status, n) => status !== 200 && expected[n] === 200)
  const wrong = statuses.filter((status, n) => status === 200 && expected[n] !== 200)
  const asked = fixture.operations().filter((operation) => operation === 'GetParameter')
  expect(asked).toHaveLength(1)
  return { tries: calls.length, lost: lost.length, doubled: wrong.length }
})

/** A private address in one of its notations. */
function privateHost(seed: number): string {
  const part = (n: number) => integerBetween(0, 255, seed, 'part', n)
  const [a, b, c, d] = oneOf<[number, number, number, number]>(
    [
      [10, part(1), part(2), part(3)],
      [127, part(1), part(2), integerBetween(1, 254, seed)],
      [192, 168, part(1), part(2)],
      [172, integerBetween(16, 31, seed), part(1), part(2)],
      [169, 254, 169, 254],
      [100, integerBetween(64, 127, seed), part(1), part(2)],
    ],
    seed,
    'range',
  )
  const whole = ((a * 256 + b) * 256 + c) * 256 + d
  const hex = whole.toString(16).padStart(8, '0')
  return oneOf(
    [
      `${a}.${b}.${c}.${d}`,
      String(whole),
      `0x${hex}`,
      `0${a.toString(8)}.${b}.${c}.${d}`,
      `${a}.${b}.${c * 256 + d}`,
      `[::ffff:${a}.${b}.${c}.${d}]`,
      `[::ffff:${hex.slice(0, 4)}:${hex.slice(4)}]`,
      `[64:ff9b::${hex.slice(0, 4)}:${hex.slice(4)}]`,
      '[::1]',
      '[fd00::1]',
      'localhost',
    ],
    seed,
    'spelling',
  )
}

let keys = 0
faultRow('ssrf', { title: 'subscription URLs and calls to them' }, async (seed) => {
  delete process.env['LOOPBACK_RECEIVERS']
  const url = `https://${privateHost(seed)}${draw(seed, 'port') < 0.3 ? ':8443' : ''}/hooks`
  const { status } = await ask('POST', '/channels/subscriptions', {
    body: { url, eventTypes: ['order.placed'] },
    headers: { 'idempotency-key': `ssrf-${(keys += 1)}` },
  })
  if (status !== 201) expect(status).toBe(400)
  const called = await callReceiver(url, {}, '{}', 1_000)
  if (!called.delivered) expect(called.failure).toBe('address-not-public')
  return { tries: 2, lost: 0, doubled: (status === 201 ? 1 : 0) + (called.delivered ? 1 : 0) }
})
