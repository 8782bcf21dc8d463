import fc from 'fast-check'
import {
  isPublicAddress,
  lookupPublic,
} from '../../../functions/channels/platforms/fetch/public-lookup.client.ts'
import { retryDelay } from '../../../functions/channels/platforms/fetch/retry-delay.ts'
import { resourceOf } from '../../../functions/channels/platforms/mercado-livre/resource.ts'
import { type CalledPlatform, hostOf } from '../../../functions/channels/platforms/platforms.client.ts'

describe('the host of an account', () => {
  it.each([
    ['mercado-livre', '77', 'api.mercadolibre.com'],
    ['vtex', 'LojaAzul', 'lojaazul.vtexcommercestable.com.br'],
    ['shopify', 'loja-azul.myshopify.com', 'loja-azul.myshopify.com'],
    ['shopify', 'loja-azul', 'loja-azul.myshopify.com'],
    ['woocommerce', 'www.loja.example', 'www.loja.example'],
  ] as const)('%s of %s is %s', (platform, account, host) => {
    expect(hostOf(platform, account)).toBe(host)
  })

  const wrong: [CalledPlatform, string][] = [
    ['vtex', 'evil.example/'],
    ['vtex', 'a.b'],
    ['vtex', ''],
    ['shopify', 'evil.example#'],
    ['shopify', 'evil@loja'],
    ['woocommerce', 'localhost'],
    ['woocommerce', '127.0.0.1'],
    ['woocommerce', '[::1]'],
    ['woocommerce', '0x7f.1'],
    ['woocommerce', 'loja.example:22'],
    ['woocommerce', 'loja.example/path'],
    ['woocommerce', 'user@loja.example'],
  ]
  it.each(wrong)('of %s is rejected: %s', (platform, account) => {
    expect(() => hostOf(platform, account)).toThrow(expect.objectContaining({ code: 'invalid-request' }))
  })

  it('stays on the platform’s site for any account', () => {
    const site = { vtex: '.vtexcommercestable.com.br', shopify: '.myshopify.com' }
    fc.assert(
      fc.property(fc.constantFrom('vtex', 'shopify'), fc.string(), (platform, account) => {
        let host: string
        try {
          host = hostOf(platform, account)
        } catch {
          return
        }
        expect(new URL(`https://${host}/x`).hostname.endsWith(site[platform])).toBe(true)
      }),
    )
  })
})

describe('an address', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001:db8::1',
  ])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it('of the machine itself is rejected after a lookup', async () => {
    const error = await new Promise((resolve) => lookupPublic('localhost', {}, (failure) => resolve(failure)))
    expect(error).toMatchObject({ message: 'Address is not public.' })
  })
})

describe('the wait before the next try', () => {
  const at = Date.parse('2026-11-24T10:00:00Z')

  it.each([
    ['2', 2000],
    ['2.0', 2000],
    ['0.5', 500],
    ['Tue, 24 Nov 2026 10:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  ])('after Retry-After: %s is %i ms or a little more', (header, least) => {
    expect(retryDelay(1, header, at, 0)).toBe(least)
    expect(retryDelay(1, header, at, 0.999)).toBeLessThanOrEqual(least + 200)
  })

  it.each([undefined, 'soon', '-3'])('doubles without a valid Retry-After (%s)', (header) => {
    expect([1, 2, 3].map((attempt) => retryDelay(attempt, header, at, 0))).toEqual([200, 400, 800])
    expect(retryDelay(30, header, at, 0.999)).toBeLessThanOrEqual(5000)
  })
})

describe('the resource of a notification', () => {
  it.each([
    ['orders_v2', '/orders/2000009713473608', { about: 'order', id: '2000009713473608' }],
    ['shipments', '/shipments/40173236996', { about: 'shipment', id: '40173236996' }],
    ['post_purchase', 'post-purchase/v1/claims/5256749420', { about: 'claim', id: '5256749420' }],
    ['post_purchase', '/post-purchase/v2/claims/52/returns', { about: 'claim', id: '52' }],
    ['questions', '/questions/12297208947', { about: 'question', id: '12297208947' }],
    [
      'messages',
      '/3f6da1e35ac84f70a24af7360d24c7bc',
      { about: 'message', id: '3f6da1e35ac84f70a24af7360d24c7bc' },
    ],
  ])('%s: %s', (topic, resource, expected) => {
    expect(resourceOf(topic, resource)).toEqual(expected)
  })

  it.each([
    '/orders/1/../2',
    '/orders/',
    '/orders/1?a=b',
    '/orders/1#',
    'https://x/orders/1',
    '/items/MLA1',
    '/orders/1\n',
  ])('is rejected: %j', (resource) => {
    expect(() => resourceOf('orders_v2', resource)).toThrow(
      expect.objectContaining({ code: 'platform-refused' }),
    )
  })
})
