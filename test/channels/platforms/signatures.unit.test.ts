import { createHmac } from 'node:crypto'
import type { Call } from '../../../functions/channels/platforms/call.ts'
import type { WebhookReceiver } from '../../../functions/channels/platforms/receiver.ts'
import {
  receivers,
  type WebhookPlatform,
  webhookReceivers,
} from '../../../functions/channels/platforms/receivers.ts'
import { secret } from '../support/channel-fixture.ts'
import { bodies, callingPlatforms, proofs, signed } from '../support/signed-calls.ts'

const connection = { account: 'a', settings: {} }

const callOf = (call: Partial<Omit<Call, 'body'>> & { body: string | Buffer }): Call => ({
  headers: {},
  query: {},
  url: 'https://api.example.com/channels/shopee/loja-azul.con_1',
  requestId: 'r',
  ...call,
  body: Buffer.from(call.body),
})

const proves = (platform: WebhookPlatform, call: Call, key = secret): boolean => {
  const receiver: WebhookReceiver = receivers[platform]
  return receiver.verify(call, key, connection)
}

describe('published vectors', () => {
  it('of Shopify', () => {
    const headers = { 'x-shopify-hmac-sha256': 'hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI=' }
    expect(proves('shopify', callOf({ body: '"my secret message"', headers }), 'hush')).toBe(true)
  })

  const mercadoPago = (id: string, more: Record<string, string> = {}) =>
    callOf({
      body: '{}',
      query: { 'data.id': id },
      headers: {
        'x-request-id': '2066ca19-c6f1-498a-be75-1923005edd06',
        'x-signature': 'ts=1742505638683,v1=633f91233312dd391ec75fa0bea539cfc2d6c4918873305b84a96cc1c58db71c',
        ...more,
      },
    })

  it('of Mercado Pago, whose ids may come in capitals', () => {
    const key = 'your_secret_key_here'
    const id = 'ord01jq4s4ky8hwq6na5pxb65b3d3'
    expect(proves('mercado-pago', mercadoPago(id), key)).toBe(true)
    expect(proves('mercado-pago', mercadoPago(id.toUpperCase()), key)).toBe(true)
    expect(proves('mercado-pago', mercadoPago(`${id}0`), key)).toBe(false)
    expect(proves('mercado-pago', mercadoPago(id, { 'x-request-id': 'another' }), key)).toBe(false)
    expect(proves('mercado-pago', mercadoPago(id, { 'x-signature': 'v1=633f' }), key)).toBe(false)
  })

  it('of Mercado Pago leave absent pairs out', () => {
    const v1 = createHmac('sha256', secret).update('ts:1742505638;').digest('hex')
    expect(
      proves('mercado-pago', callOf({ body: '', headers: { 'x-signature': `ts=1742505638, v1=${v1}` } })),
    ).toBe(true)
  })
})

const withProof = (call: Call, place: string, value: string | undefined): Call =>
  place === 'token' ? { ...call, token: value } : { ...call, headers: { ...call.headers, [place]: value } }
const proofIn = (call: Call, place: string): string =>
  (place === 'token' ? call.token : call.headers[place]) ?? ''

describe.each(callingPlatforms)('the signature of %s', (platform) => {
  const call = callOf(signed[platform](secret, bodies[platform].body, 'loja-azul.con_1'))

  it('is accepted unchanged', () => {
    expect(proves(platform, call)).toBe(true)
  })

  it.each(proofs[platform])('is rejected with one character of %s changed, removed or added', (place) => {
    const proof = proofIn(call, place)
    for (let n = 0; n < proof.length; n += 1) {
      // Parts such as the timestamp's name are not signed, but no changed header may pass.
      const other = proof[n] === 'A' ? 'B' : 'A'
      const changed = withProof(call, place, `${proof.slice(0, n)}${other}${proof.slice(n + 1)}`)
      expect([n, proves(platform, changed)]).toEqual([n, false])
    }
    for (const wrong of [undefined, '', proof.slice(0, -1), `${proof}A`, proof.slice(1)])
      expect(proves(platform, withProof(call, place, wrong))).toBe(false)
  })

  it.each(proofs[platform])('is rejected when %s is encoded in another way', (place) => {
    const proof = proofIn(call, place)
    const digest = proof.replace(/^.*v1=/, '')
    const others = [
      digest.toUpperCase(),
      Buffer.from(digest, /^[0-9a-f]{64}$/.test(digest) ? 'hex' : 'base64').toString('base64url'),
      Buffer.from(digest, 'base64').toString('hex'),
      Buffer.from(digest, 'hex').toString('base64'),
      `sha256=${digest}`,
    ].filter((other) => other !== digest)
    for (const other of others)
      expect(proves(platform, withProof(call, place, proof.replace(digest, other)))).toBe(false)
  })

  it('is rejected under another secret', () => {
    expect(proves(platform, call, `${secret}x`)).toBe(false)
    expect(proves(platform, call, '')).toBe(false)
  })

  it('is rejected for another body, where the body is signed', () => {
    const other = { ...call, body: Buffer.from(`${bodies[platform].body} `) }
    const unsigned = ['mercado-livre', 'vtex', 'mercado-pago']
    expect(proves(platform, other)).toBe(unsigned.includes(platform))
  })
})

describe('Amazon', () => {
  it('has no HTTP route: only its principal may write to its queue', () => {
    expect(receivers.amazon.via).toBe('queue')
    expect(webhookReceivers.map(({ name }) => name)).not.toContain('amazon')
  })
})

describe('a call about another account than the connection’s', () => {
  it.each(['nuvemshop', 'mercado-livre', 'vtex', 'shopee'] as const)('has a problem: %s', (platform) => {
    const { account, body } = bodies[platform]
    const describe = (of: string) =>
      receivers[platform].describe(callOf({ body }), { ...connection, account: of })
    expect(describe(account).problem).toBeUndefined()
    expect(describe('another').problem?.code).toBe('other-account')
  })
})
