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

/** What the chapters of the demo share. */
export interface ChannelFixture {
  readonly report: DemoReport
  readonly shop: Storefront
  readonly endpoints: Endpoints
  /** The accounts by platform. */
  readonly connected: ReadonlyMap<string, Connected>
  /** Calls the suite as a platform does, and gives the call, to be made again. */
  notify(platform: string, told: PlatformNotice): Promise<PlatformCall>
  /** Serves a document at a path of a platform's API. */
  serve(platform: string, path: string, document: string): Promise<void>
  /** An order of a channel as the API shows it. */
  // A demo reads whatever the API answers.
  orderOf(channel: string, externalId: string): Promise<any>
}

/** The accounts whose samples the sandboxes hold, and what their APIs are asked with. */
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
  // Its payments are of orders of the storefront.
  'mercado-pago': {
    account: '779000111',
    secrets: { accessToken: 'APP_USR-pago-sandbox' },
    more: { channel: 'loja-propria' },
  },
}

/** The same in each run: whoever runs the demo again finds the accounts connected, and nobody is shown a secret. */
const secretOf = (platform: string): string => createHash('sha256').update(`demo ${platform}`).digest('hex')

/** Connects every platform to its sandbox. */
export async function startChannelFixture(
  endpoints: Endpoints,
  story: DemoReport,
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
    story.expect(`connect ${platform}`, true, made.status === 201 || made.status === 200)
    story.note(`${made.body.webhookPath}; secrets in the answer: ${'secrets' in made.body ? 'yes' : 'none'}`)
    const { id } = made.body
    connected.set(platform, { platform, id, account, secret })
  }
  const of = (platform: string): Connected => {
    const one = connected.get(platform)
    if (one === undefined) throw new Error(`${platform} is expected to be connected`)
    return one
  }
  return {
    report: story,
    shop,
    endpoints,
    connected,
    notify: async (platform, told) => {
      const call = callOf(of(platform), told)
      story.expect(`${platform} calls: ${told.topic}`, 200, await sendCall(endpoints.api, call))
      return call
    },
    serve: async (platform, path, document) => {
      const url = `${endpoints.sandboxes?.[platform]}/.sandbox/documents${path}`
      const { ok, status } = await fetch(url, { method: 'PUT', body: document })
      if (!ok) throw new Error(`the sandbox of ${platform} is expected to take ${path}, but said ${status}`)
    },
    orderOf: async (channel, externalId) =>
      (await shop.get(`/orders/${orderIdOf(store, channel, externalId)}`)).body,
  }
}

/** A right order of somebody new, as a storefront or a person would place it for a channel. */
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
