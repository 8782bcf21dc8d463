import { randomInt, randomUUID } from 'node:crypto'
import { startCloud } from '../../../infra/local/cloud.ts'
import type { Cloud, CloudOptions } from '../../../infra/local/cloud-contract.ts'
import { bindSampleClients, tokenFor } from '../../../infra/start/sample-clients.ts'
import { sampleCpf } from '../../../infra/start/sample-documents.ts'
import { type SampleOrder, validOrder } from '../../../infra/start/sample-orders.ts'
import { sharedAssembly } from './shared.ts'

/** The whole suite on a local cloud of its own, as the tests of flows use it. */
export interface Suite {
  readonly cloud: Cloud
  /** A request of one of the sample stores' clients, with a token that is fetched once. */
  call(store: string, method: string, path: string, options?: CallOptions): Promise<Reply>
  /** Places an order under a key of its own and returns the answer's body. */
  // Tests read whatever the API answers.
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
  // Tests read whatever the API answers.
  readonly body: any
}

/**
 * Starts the suite from the run's shared assembly, with the sample clients bound to their stores. Queues gather no
 * batches unless told to: a test would wait a second for each mail.
 */
export async function startSuite(options: Omit<CloudOptions, 'assembly'> = {}): Promise<Suite> {
  const cloud = await startCloud({ withoutWindows: true, ...options, assembly: await sharedAssembly() })
  await bindSampleClients(cloud)
  const tokens = new Map<string, Promise<string>>()
  const tokenOf = (store: string) => {
    const client = cloud.identity.clients.find(({ id }) => id === store)
    if (client === undefined) throw new Error(`a sample client named ${store} is expected`)
    const token = tokens.get(store) ?? tokenFor(cloud.endpoints.token, client)
    tokens.set(store, token)
    return token
  }
  const call: Suite['call'] = async (store, method, path, options = {}) => {
    const reply = await request(store, method, path, options)
    // The cloud's clock may have been advanced past the token's life.
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

/** A right order that nobody else has placed: its number and its customer, a person, are new; `n` says what is bought. */
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
