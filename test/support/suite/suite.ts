import { randomInt, randomUUID } from 'node:crypto'
import { bindSampleClients, tokenFor } from '../../../infra/start/sample-clients.ts'
import { sampleCpf } from '../../../infra/start/sample-documents.ts'
import { type SampleOrder, validOrder } from '../../../infra/start/sample-orders.ts'
import { type SuiteCloud, type SuiteCloudOptions, startSuiteCloud } from '../../../infra/start/suite-cloud.ts'
import { sharedAssembly } from './shared.ts'

/** The whole suite on its own local cloud, for flow tests. */
export interface Suite {
  readonly cloud: SuiteCloud
  /** Sends a request as the client of a sample store, with a cached token. */
  call(store: string, method: string, path: string, options?: CallOptions): Promise<Reply>
  /** Places an order with a new idempotency key; returns the body of the answer. */
  // Tests read untyped API answers.
  place(store: string, order: SampleOrder): Promise<any>
  stop(): Promise<void>
}

export interface CallOptions {
  readonly body?: object | string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  // Tests read untyped API answers.
  readonly body: any
}

/**
 * Starts the suite from the shared assembly, with the sample clients bound to their stores. Batching windows are off by
 * default, since each mail would wait a second.
 */
export async function startSuite(options: Omit<SuiteCloudOptions, 'assembly'> = {}): Promise<Suite> {
  const cloud = await startSuiteCloud({ withoutWindows: true, ...options, assembly: await sharedAssembly() })
  await bindSampleClients(cloud)
  const tokens = new Map<string, Promise<string>>()
  const tokenOf = (store: string) => {
    const client = cloud.identity.clients.find(({ id }) => id === store)
    if (client === undefined) throw new Error(`Sample client ${store} does not exist.`)
    const token = tokens.get(store) ?? tokenFor(cloud.endpoints.token, client)
    tokens.set(store, token)
    return token
  }
  const call: Suite['call'] = async (store, method, path, options = {}) => {
    const reply = await request(store, method, path, options)
    // The clock may have been advanced past the expiry of the token.
    if (reply.status !== 401 || !tokens.delete(store)) return reply
    return request(store, method, path, options)
  }
  const request: Suite['call'] = async (store, method, path, { body, headers } = {}) => {
    const response = await fetch(`${cloud.endpoints.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(store)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  return {
    cloud,
    call,
    place: async (store, order) =>
      (await call(store, 'POST', '/orders', { body: order, headers: { 'idempotency-key': randomUUID() } }))
        .body,
    stop: () => cloud.stop(),
  }
}

let placed = 0

/** A new valid order with its own number and customer; `n` selects the items. */
export function freshOrder(n = 3, dueInHours?: number): SampleOrder {
  placed += 1
  const mark = `${randomUUID().slice(0, 6)}${placed}`
  const order = validOrder(n, new Date(), dueInHours)
  const document = sampleCpf(randomInt(10_000_000))
  return {
    ...order,
    externalId: `F-${mark}`,
    customer: { ...order.customer, email: `${mark}@example.com`, document },
  }
}
