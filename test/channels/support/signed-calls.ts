import { createHmac } from 'node:crypto'
import type { WebhookPlatform } from '../../../functions/channels/platforms/receivers.ts'
import type { PlatformCall } from './channel-fixture.ts'

type Signed = Omit<PlatformCall, 'connectionId'>

const mac = (secret: string, encoding: 'base64' | 'hex', text: string | Buffer): string =>
  createHmac('sha256', secret).update(text).digest(encoding)

let webhooks = 0

/** A call of one platform, written from the platform's documentation and not from the code under test. */
interface SampleCall {
  /** The account that the body is about. */
  readonly account: string
  readonly body: string
  /** Where the signature or the secret is: `token` for the path, otherwise a header. */
  readonly proofs: readonly string[]
  readonly sign: (secret: string, body: string, connectionId: string) => Signed
}

/** A call of each platform that has a route. The compiler names a platform that is missing. */
const calls: Readonly<Record<WebhookPlatform, SampleCall>> = {
  shopify: {
    account: 'loja-azul',
    body: '{"id":820982911946154508,"name":"#1001"}',
    proofs: ['x-shopify-hmac-sha256'],
    sign: (secret, body) => {
      webhooks += 1
      return {
        body,
        headers: {
          'x-shopify-topic': 'orders/create',
          'x-shopify-hmac-sha256': mac(secret, 'base64', body),
          'x-shopify-webhook-id': `webhook-${webhooks}`,
          'x-shopify-triggered-at': '2026-11-24T12:00:00.123456789Z',
        },
      }
    },
  },
  woocommerce: {
    account: 'loja.example',
    body: '{"id":727,"date_modified_gmt":"2026-11-24T12:00:00"}',
    proofs: ['x-wc-webhook-signature'],
    sign: (secret, body) => ({
      body,
      headers: {
        'x-wc-webhook-topic': 'order.updated',
        'x-wc-webhook-resource': 'order',
        'x-wc-webhook-signature': mac(secret, 'base64', body),
      },
    }),
  },
  nuvemshop: {
    account: '271146',
    body: '{"store_id":271146,"event":"order/paid","id":450789469}',
    proofs: ['x-linkedstore-hmac-sha256'],
    sign: (secret, body) => ({ body, headers: { 'x-linkedstore-hmac-sha256': mac(secret, 'hex', body) } }),
  },
  'mercado-livre': {
    account: '779432305',
    body: '{"resource":"/orders/2000009713473608","user_id":"779432305","topic":"orders_v2","received":"2026-11-24T13:37:20.106Z"}',
    proofs: ['token'],
    sign: (secret, body) => ({ body, token: secret }),
  },
  vtex: {
    account: 'lojaazul',
    body: '{"Domain":"Fulfillment","OrderId":"v1-01","State":"handling","LastChange":"2026-11-24T12:00:00.2550122Z","Origin":{"Account":"LojaAzul","Key":"k"}}',
    proofs: ['token', 'x-retaguarda-token'],
    sign: (secret, body) => ({ body, token: secret, headers: { 'x-retaguarda-token': secret } }),
  },
  shopee: {
    account: '30011',
    body: '{"data":{"ordersn":"2112132KAD867D","status":"READY_TO_SHIP"},"shop_id":30011,"code":3,"timestamp":1639390316}',
    proofs: ['authorization'],
    sign: (secret, body, connectionId) => ({
      body,
      headers: {
        authorization: mac(secret, 'hex', `https://api.example.com/channels/shopee/${connectionId}|${body}`),
      },
    }),
  },
  'mercado-pago': {
    account: '987654321',
    body: '{"id":112233445566,"type":"payment","action":"payment.updated","date_created":"2026-05-25T13:01:08.000-03:00","data":{"id":"1234567890"}}',
    proofs: ['x-signature'],
    sign: (secret, body) => ({
      body,
      query: { 'data.id': '1234567890' },
      headers: {
        'x-request-id': 'request-1',
        'x-signature': `ts=1742505638683,v1=${mac(secret, 'hex', 'id:1234567890;request-id:request-1;ts:1742505638683;')}`,
      },
    }),
  },
}

export const callingPlatforms = Object.keys(calls) as WebhookPlatform[]

const each = <T>(read: (call: SampleCall) => T): Readonly<Record<WebhookPlatform, T>> =>
  Object.fromEntries(callingPlatforms.map((platform) => [platform, read(calls[platform])])) as Record<
    WebhookPlatform,
    T
  >

/** Signs a body as each platform does. */
export const signed = each(({ sign }) => sign)
/** A body of each platform, and the account that it is about. */
export const bodies = each(({ account, body }) => ({ account, body }))
export const proofs = each((call) => call.proofs)
