import { randomUUID } from 'node:crypto'
import { type SampleProgress, sampleOrders } from './sample-orders.ts'

/** A client of one store. */
export interface StoreClient {
  readonly store: string
  /** Bearer token with the scopes to read and write orders. */
  readonly token: string
}

export interface SeededStore {
  readonly store: string
  readonly placed: number
}

interface View {
  readonly id: string
  readonly version: number
  readonly quality: 'checking' | 'passed' | 'held'
}

/** Actions that take an order to its sample state. */
const steps: Readonly<Record<SampleProgress, readonly (readonly [action: string, body: object])[]>> = {
  placed: [],
  paid: [['pay', {}]],
  packed: [
    ['pay', {}],
    ['pack', {}],
  ],
  dispatched: [
    ['pay', {}],
    ['pack', {}],
    ['dispatch', { carrier: 'Correios', trackingCode: 'AA123456785BR' }],
  ],
  delivered: [
    ['pay', {}],
    ['pack', {}],
    ['dispatch', { carrier: 'Correios', trackingCode: 'AA123456785BR' }],
    ['deliver', {}],
  ],
  returned: [
    ['pay', {}],
    ['pack', {}],
    ['dispatch', { carrier: 'Jadlog' }],
    ['deliver', {}],
    ['return', { reason: 'chegou com uma trinca' }],
  ],
  cancelled: [['cancel', { reason: 'o cliente desistiu' }]],
}

/**
 * Creates sample orders through the public API, as storefronts do: places them, waits for the checks
 * (`settled` resolves when the cloud is idle), then takes each to its state. Error: an unexpected API response.
 */
export async function seedSampleData(
  api: string,
  clients: readonly StoreClient[],
  now: Date,
  settled: () => Promise<void>,
): Promise<SeededStore[]> {
  const placed = await Promise.all(
    clients.flatMap(({ store, token }, n) =>
      sampleOrders(now, n * 40).map(async ({ order, progress }) => {
        const view = await call(api, token, 'POST', '/orders', order, { 'idempotency-key': randomUUID() })
        return { store, token, id: view.id, progress }
      }),
    ),
  )
  await settled()
  await Promise.all(placed.map(({ token, id, progress }) => runScenario(api, token, id, progress)))
  await settled()
  return clients.map(({ store }) => ({
    store,
    placed: placed.filter((order) => order.store === store).length,
  }))
}

async function runScenario(api: string, token: string, id: string, progress: SampleProgress): Promise<void> {
  for (const [action, body] of steps[progress])
    await call(api, token, 'POST', `/orders/${id}/${action}`, body, { 'if-match': '*' })
}

async function call(
  api: string,
  token: string,
  method: string,
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<View> {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as View
}
