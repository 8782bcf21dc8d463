import { createHmac, randomUUID } from 'node:crypto'

/** An account that is connected: what its platform has to know to call. */
export interface Connected {
  readonly platform: string
  readonly id: string
  readonly account: string
  /** What signs the platform's calls, or stands in their path. */
  readonly secret: string
}

/** A platform's call, ready to be made, once or again. */
export interface PlatformCall {
  /** Path and query below the API's own URL. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a platform tells: its topic and body, and for Mercado Pago the id in the query. */
export interface PlatformNotice {
  readonly topic: string
  readonly body: string
  readonly id?: string
}

/** The address under which Shopee signs that it calls. */
export const shopeeCallback = 'https://loja.example.com/shopee'

const hmac = (secret: string, encoding: 'base64' | 'hex', text: string): string =>
  createHmac('sha256', secret).update(text).digest(encoding)

type Signing = (
  told: PlatformNotice,
  connected: Connected,
) => { readonly path?: string; readonly headers?: object }

/** How each platform signs what it sends. */
const signings: Readonly<Record<string, Signing>> = {
  shopify: ({ topic, body }, { secret, account }) => ({
    headers: {
      'x-shopify-topic': topic,
      'x-shopify-hmac-sha256': hmac(secret, 'base64', body),
      'x-shopify-shop-domain': account,
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-triggered-at': new Date().toISOString(),
    },
  }),
  woocommerce: ({ topic, body }, { secret }) => ({
    headers: {
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-resource': 'order',
      'x-wc-webhook-signature': hmac(secret, 'base64', body),
    },
  }),
  nuvemshop: ({ body }, { secret }) => ({
    headers: { 'x-linkedstore-hmac-sha256': hmac(secret, 'hex', body) },
  }),
  'mercado-livre': (_, { secret }) => ({ path: `/${secret}` }),
  vtex: (_, { secret }) => ({ path: `/${secret}`, headers: { 'x-retaguarda-token': secret } }),
  shopee: ({ body }, { secret }) => ({
    headers: { authorization: hmac(secret, 'hex', `${shopeeCallback}|${body}`) },
  }),
  'mercado-pago': ({ id = '' }, { secret }) => {
    const [request, ts] = [randomUUID(), String(Date.now())]
    const v1 = hmac(secret, 'hex', `id:${id};request-id:${request};ts:${ts};`)
    return {
      path: `?data.id=${id}&type=payment`,
      headers: { 'x-request-id': request, 'x-signature': `ts=${ts},v1=${v1}` },
    }
  },
}

/** A call as the platform would make it, signed. */
export function callOf(connected: Connected, told: PlatformNotice): PlatformCall {
  const { path = '', headers = {} } = signings[connected.platform]?.(told, connected) ?? {}
  return {
    path: `/channels/${connected.platform}/${connected.id}${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    body: told.body,
  }
}

/** Makes a call; the status of its answer. */
export async function sendCall(api: string, { path, headers, body }: PlatformCall): Promise<number> {
  const response = await fetch(`${api}${path}`, { method: 'POST', headers, body })
  await response.arrayBuffer()
  return response.status
}

/** What Mercado Livre sends: a hint of what to fetch. */
export const notice = (topic: string, resource: string): string =>
  JSON.stringify({
    _id: randomUUID(),
    resource,
    user_id: 779000111,
    topic,
    application_id: 4001,
    attempts: 1,
    sent: new Date().toISOString(),
    received: new Date().toISOString(),
  })
