import { createHmac, randomUUID } from 'node:crypto'

/** A connected account with what its platform needs to call the suite. */
export interface Connected {
  readonly platform: string
  readonly id: string
  readonly account: string
  /** Signs the calls of the platform or is part of their path. */
  readonly secret: string
}

/** A signed platform call that can be sent and repeated. */
export interface PlatformCall {
  /** Path and query below the API's own URL. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Topic and body of a platform notice; for Mercado Pago also the id in the query. */
export interface PlatformNotice {
  readonly topic: string
  readonly body: string
  readonly id?: string
}

/** Callback address in the signature of Shopee. */
export const shopeeCallback = 'https://loja.example.com/shopee'

const hmac = (secret: string, encoding: 'base64' | 'hex', text: string): string =>
  createHmac('sha256', secret).update(text).digest(encoding)

type Signing = (
  platformNotice: PlatformNotice,
  connected: Connected,
) => { readonly path?: string; readonly headers?: object }

/** Signs a notice as each platform does. */
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

/** Builds a signed call of the platform. */
export function callOf(connected: Connected, platformNotice: PlatformNotice): PlatformCall {
  const { path = '', headers = {} } = signings[connected.platform]?.(platformNotice, connected) ?? {}
  return {
    path: `/channels/${connected.platform}/${connected.id}${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    body: platformNotice.body,
  }
}

/** Sends a call; returns the status of the answer. */
export async function sendCall(api: string, { path, headers, body }: PlatformCall): Promise<number> {
  const response = await fetch(`${api}${path}`, { method: 'POST', headers, body })
  await response.arrayBuffer()
  return response.status
}

/** A Mercado Livre notification, which names the resource to fetch. */
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
