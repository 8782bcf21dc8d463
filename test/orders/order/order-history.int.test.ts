import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import * as ordersApi from '../../../functions/orders/api.ts'
import { commitOrder } from '../../../functions/orders/order/order.store.ts'
import type { OrderHistory } from '../../../functions/orders/order/order-requests.ts'
import { historySort } from '../../../shared/table/keys.ts'
import { pack } from '../../../shared/table/packed.ts'
import { documents } from '../../../shared/table/table.store.ts'
import { callerOf, storeA } from '../../support/http.ts'
import { anOrder, fixedNow, later } from '../../support/orders.ts'
import { type SuiteFixture, startSuiteFixture } from '../../support/suite/suite-fixture.ts'

type History = z.infer<typeof OrderHistory>

let stage: SuiteFixture
const order = anOrder()
const pk = `S#${storeA.store}#ORDER#${order.id}`
/** The events of twelve versions; the second version has two. */
const listed = Array.from({ length: 12 }, (_, n) => n + 1).flatMap((version) =>
  (version === 2 ? [0, 1] : [0]).map((place) => ({ version, place })),
)

beforeAll(async () => {
  stage = await startSuiteFixture()
  const cause = {
    actor: { type: 'client', id: storeA.client },
    causationId: 'c',
    correlationId: 'c',
  } as const
  await commitOrder({ next: order, events: [{ type: 'order.placed', data: {} }] }, cause, fixedNow)
  for (const { version, place } of listed) {
    const event = {
      id: `${order.id}.${version}.${place}`,
      type: 'order.changed',
      version: 1,
      store: order.store,
      occurredAt: later(version),
      aggregate: { type: 'order', id: order.id, version },
      ...cause,
      data: { fields: [], repack: false },
      snapshot: { ...order, version },
    }
    const Item = { pk, sk: historySort(version, place), event: pack(event) }
    await documents.send(new PutCommand({ TableName: stage.table.name, Item }))
  }
})
afterAll(() => stage.stop())

const call = callerOf(ordersApi)
const page = (query: Record<string, string>) => call<History>('GET', `/orders/${order.id}/history`, { query })

async function all(limit: number): Promise<History[]> {
  const pages: History[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query = { limit: String(limit), ...(cursor === '' ? {} : { cursor }) }
    const { body }: { body: History } = await page(query)
    pages.push(body)
    cursor = body.nextCursor
  }
  return pages
}

describe('GET /orders/{orderId}/history', () => {
  it('lists the events, oldest first, with the order after each', async () => {
    const { status, body } = await page({})
    expect(status).toBe(200)
    expect(body.items.map(({ id }) => id)).toEqual(
      listed.map(({ version, place }) => `${order.id}.${version}.${place}`),
    )
    expect(body.missingVersions).toEqual([])
    expect(body.items[0]).toEqual({
      id: `${order.id}.1.0`,
      type: 'order.changed',
      version: 1,
      occurredAt: later(1),
      actor: { type: 'client', id: storeA.client },
      data: { fields: [], repack: false },
      snapshot: order,
    })
  })

  it.each([1, 2, 3, 5, 13])('lists each event once, in pages of %i', async (limit) => {
    const pages = await all(limit)
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(
      listed.map(({ version, place }) => `${order.id}.${version}.${place}`),
    )
    expect(pages.flatMap(({ missingVersions }) => missingVersions)).toEqual([])
  })

  it.each([1, 2, 3, 13])('names the missing versions, in pages of %i', async (limit) => {
    for (const version of [1, 6, 7]) {
      const Key = { pk: { S: pk }, sk: { S: historySort(version, 0) } }
      await stage.table.client.send(new DeleteItemCommand({ TableName: stage.table.name, Key }))
    }
    const pages = await all(limit)
    expect(pages.flatMap(({ missingVersions }) => missingVersions)).toEqual([1, 6, 7])
  })
})
