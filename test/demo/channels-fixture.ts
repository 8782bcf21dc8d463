import { createHash, randomInt, randomUUID } from 'node:crypto'
import { sampleCpf } from '../../infra/start/sample-documents.ts'
import { type SampleOrder, validOrder } from '../../infra/start/sample-orders.ts'
import { orderIdOf } from '../../shared/order-id.ts'
import type { DemoReport } from './demo-report.ts'
import {
  type Connected,
  callOf,
  type PlatformCall,
  type PlatformNotice,
  sendCall,
  shopeeCallback,
} from './platform-calls.ts'
import type { Endpoints, Storefront } from './storefront.ts'

export const store = 'loja-azul'

/** Shared state and helpers of the demo steps. */
export interface ChannelFixture {
  readonly report: DemoReport
  readonly shop: Storefront
  readonly endpoints: Endpoints
  /** The accounts by platform. */
  readonly connected: ReadonlyMap<string, Connected>
  /** Calls the suite as a platform does; returns the call so that it can be repeated. */
  notify(platform: string, notice: PlatformNotice): Promise<PlatformCall>
  /** Serves a document at a path of a platform's API. */
  serve(platform: string, path: string, document: string): Promise<void>
  /** The API view of a channel order. */
  // The demo reads untyped API answers.
  orderOf(channel: string, externalId: string): Promise<any>
}

/** Accounts of the sandbox samples, with the credentials of their APIs. */
const accounts: Readonly<Record<string, { account: string; secrets?: object; more?: object }>> = {
  'mercado-livre': {
    account: '779000111',
    secrets: {
      accessToken: 'APP_USR-sandbox-0',
      refreshToken: 'TG-sandbox-0',
      clientId: '4001',
      clientSecret: 'sandbox-secret',
    },
  },
  shopify: { account: 'loja-azul.myshopify.com', secrets: { accessToken: 'shpat_sandbox' } },
  woocommerce: { account: 'loja.example', secrets: { clientId: 'ck_sandbox', clientSecret: 'cs_sandbox' } },
  nuvemshop: { account: '5550001', secrets: { accessToken: 'sandbox-token' } },
  vtex: {
    account: 'lojaazul',
    secrets: { clientId: 'vtexappkey-sandbox', clientSecret: 'sandbox-token' },
  },
  shopee: { account: '30011', more: { settings: { 'callback-url': shopeeCallback } } },
  amazon: { account: 'A2SELLEREXAMPLE' },
  // Its payments belong to storefront orders.
  'mercado-pago': {
    account: '779000111',
    secrets: { accessToken: 'APP_USR-pago-sandbox' },
    more: { channel: 'loja-propria' },
  },
}

/** Derived from the platform name: a later run finds the same connections, and no secret is printed. */
const secretOf = (platform: string): string => createHash('sha256').update(`demo ${platform}`).digest('hex')

/** Connects every platform to its sandbox. */
export async function startChannelFixture(
  endpoints: Endpoints,
  report: DemoReport,
  shop: Storefront,
): Promise<ChannelFixture> {
  const connected = new Map<string, Connected>()
  for (const [platform, { account, secrets, more }] of Object.entries(accounts)) {
    const secret = secretOf(platform)
    const made = await shop.post('/channels/connections', {
      platform,
      account,
      secrets: { webhook: secret, ...secrets },
      ...more,
    })
    report.expect(`connect ${platform}`, true, made.status === 201 || made.status === 200)
    report.note(`${made.body.webhookPath}; secrets in the answer: ${'secrets' in made.body ? 'yes' : 'none'}`)
    const { id } = made.body
    connected.set(platform, { platform, id, account, secret })
  }
  const of = (platform: string): Connected => {
    const one = connected.get(platform)
    if (one === undefined) throw new Error(`Platform ${platform} is not connected.`)
    return one
  }
  return {
    report,
    shop,
    endpoints,
    connected,
    notify: async (platform, notice) => {
      const call = callOf(of(platform), notice)
      report.expect(`${platform} calls: ${notice.topic}`, 200, await sendCall(endpoints.api, call))
      return call
    },
    serve: async (platform, path, document) => {
      const url = `${endpoints.sandboxes?.[platform]}/.sandbox/documents${path}`
      const { ok, status } = await fetch(url, { method: 'PUT', body: document })
      if (!ok) throw new Error(`Sandbox of ${platform} rejected ${path} with ${status}.`)
    },
    orderOf: async (channel, externalId) =>
      (await shop.get(`/orders/${orderIdOf(store, channel, externalId)}`)).body,
  }
}

/** A valid order of a new customer for a channel. */
export function placedFor(
  channel: string,
  externalId: string = `C-${randomUUID().slice(0, 8)}`,
): SampleOrder {
  const order = validOrder(2, new Date(), 24 * 20)
  const mark = randomUUID().slice(0, 8)
  const customer = {
    ...order.customer,
    email: `${mark}@example.com`,
    document: sampleCpf(randomInt(10_000_000)),
  }
  return { ...order, channel, externalId, customer }
}
