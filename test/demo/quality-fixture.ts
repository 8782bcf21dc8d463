import { randomInt, randomUUID } from 'node:crypto'
import type { SkuFacts } from '../../events/quality/facts.ts'
import { type SampleOrder, validOrder } from '../../infra/start/sample-orders.ts'
import type { DemoReport } from './demo-report.ts'
import { sampleCustomer } from './hold-cases.ts'
import type { Storefront } from './storefront.ts'

/** A placed order of the demo and its id. */
export interface Placed {
  readonly id: string
  readonly order: SampleOrder
}

/** Shared helpers of the demo steps: each order has its own customer and SKU; `cleanUp` reverts all changes. */
export interface QualityFixture {
  readonly report: DemoReport
  readonly shop: Storefront
  /** A new valid order with one SKU. */
  newOrder(sku?: string): SampleOrder
  place(order: SampleOrder): Promise<Placed>
  placePassed(order: SampleOrder): Promise<Placed>
  /** Waits for a quality status and the codes of the open holds. */
  expectQuality(
    step: string,
    id: string,
    quality: 'passed' | 'held',
    holds?: readonly string[],
  ): Promise<void>
  /** Records SKU facts; `cleanUp` restores the previous ones. */
  recordSkuFacts(sku: string, facts: SkuFacts): Promise<void>
  /** Cancels the open orders of the demo and restores the previous SKU facts. */
  cleanUp(): Promise<void>
}

// Late enough that weekends and holidays never make an order late.
const daysUntilDue = 20

export function createQualityFixture(report: DemoReport, shop: Storefront): QualityFixture {
  const orders: string[] = []
  const skuFactsBefore = new Map<string, object>()

  const newOrder = (sku?: string): SampleOrder => {
    const mark = randomUUID().slice(0, 8)
    // Some hours apart, so that each order has its own position in the queue.
    const order = validOrder(0, new Date(), daysUntilDue * 24 + randomInt(200))
    const [line] = order.lines
    if (line === undefined) throw new Error('Sample order has no line.')
    const lines = [{ ...line, sku: sku ?? `DEMO-${mark}` }]
    return { ...order, externalId: `Q-${mark}`, customer: sampleCustomer(randomInt(10_000_000), mark), lines }
  }
  const place = async (order: SampleOrder): Promise<Placed> => {
    const { status, body } = await shop.post('/orders', order)
    if (status !== 201) throw new Error(`Order was rejected: ${JSON.stringify(body)}`)
    orders.push(body.id)
    return { id: body.id, order }
  }
  const comesTo: QualityFixture['expectQuality'] = (step, id, quality, holds = []) =>
    report.eventually(step, [quality, holds], async () => {
      const { body } = await shop.get(`/orders/${id}`)
      const open = body.holds.filter(({ released }: { released?: object }) => released === undefined)
      return [body.quality, open.map(({ code }: { code: string }) => code)]
    })

  return {
    report,
    shop,
    newOrder,
    place,
    placePassed: async (order) => {
      const placed = await place(order)
      await comesTo(`order ${order.externalId}: quality, holds`, placed.id, 'passed')
      return placed
    },
    expectQuality: comesTo,
    recordSkuFacts: async (sku, facts) => {
      const path = `/quality/facts/skus/${sku}`
      if (!skuFactsBefore.has(path)) skuFactsBefore.set(path, (await shop.get(path)).body.facts)
      report.expect(`PUT ${path}`, 200, (await shop.put(path, facts)).status)
    },
    cleanUp: async () => {
      for (const [path, facts] of skuFactsBefore) await shop.put(path, facts)
      const left = new Set(orders)
      for (const id of orders) {
        const { body } = await shop.get(`/orders/${id}`)
        if (body.status === 'placed' || body.status === 'packed')
          await shop.change('POST', id, '/cancel', { reason: 'fim da demonstração' })
      }
      await report.eventually('orders of this demo left in the queue', 0, async () => {
        const held = await readQueue(shop)
        return held.filter(({ orderId }) => left.has(orderId)).length
      })
    },
  }
}

/** The queue fields of a held order that the demo reads. */
export interface HeldOrder {
  readonly orderId: string
  readonly releaseBy?: string
  readonly moneyAtStake: number
  readonly holds: readonly { readonly check: string; readonly department: string }[]
}

/** All held orders of the store in queue order. */
export const readQueue = (shop: Storefront): Promise<HeldOrder[]> =>
  readAllPages<HeldOrder>(shop, '/quality/queue?limit=50')

/** All items of an API list, page by page. */
export async function readAllPages<Item>(shop: Storefront, path: string): Promise<Item[]> {
  const items: Item[] = []
  let more = ''
  do {
    const { body } = await shop.get(`${path}${more}`)
    items.push(...(body.items as Item[]))
    more = body.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`
  } while (more !== '')
  return items
}
