import { randomInt, randomUUID } from 'node:crypto'
import type { SkuFacts } from '../../events/quality/facts.ts'
import { type SampleOrder, validOrder } from '../../infra/start/sample-orders.ts'
import type { DemoReport } from './demo-report.ts'
import { sampleCustomer } from './hold-cases.ts'
import type { Storefront } from './storefront.ts'

/** An order of the demo, as it was sent, and the id that it got. */
export interface Placed {
  readonly id: string
  readonly order: SampleOrder
}

/** What the chapters of the demo share: each order has a person and a SKU of its own, and all is put back at the end. */
export interface QualityFixture {
  readonly report: DemoReport
  readonly shop: Storefront
  /** A right order that nobody has placed yet: pieces of one SKU, due in some days. */
  newOrder(sku?: string): SampleOrder
  place(order: SampleOrder): Promise<Placed>
  placePassed(order: SampleOrder): Promise<Placed>
  /** Waits until quality has spoken so, and these are the codes of the open holds. */
  expectQuality(
    step: string,
    id: string,
    quality: 'passed' | 'held',
    holds?: readonly string[],
  ): Promise<void>
  recordSkuFacts(sku: string, facts: SkuFacts): Promise<void>
  /** Cancels the demo's orders that are open still, and takes back what it told of SKUs. */
  cleanUp(): Promise<void>
}

// Far enough that working days between now and then never make an order late.
const daysUntilDue = 20

export function createQualityFixture(story: DemoReport, shop: Storefront): QualityFixture {
  const orders: string[] = []
  const skuFactsBefore = new Map<string, object>()

  const newOrder = (sku?: string): SampleOrder => {
    const mark = randomUUID().slice(0, 8)
    // Some hours apart, so that each has its own place in the queue.
    const order = validOrder(0, new Date(), daysUntilDue * 24 + randomInt(200))
    const [line] = order.lines
    if (line === undefined) throw new Error('a sample order is expected to have a line')
    const lines = [{ ...line, sku: sku ?? `DEMO-${mark}` }]
    return { ...order, externalId: `Q-${mark}`, customer: sampleCustomer(randomInt(10_000_000), mark), lines }
  }
  const place = async (order: SampleOrder): Promise<Placed> => {
    const { status, body } = await shop.post('/orders', order)
    if (status !== 201) throw new Error(`an order is expected to be taken, received ${JSON.stringify(body)}`)
    orders.push(body.id)
    return { id: body.id, order }
  }
  const comesTo: QualityFixture['expectQuality'] = (step, id, quality, holds = []) =>
    story.eventually(step, [quality, holds], async () => {
      const { body } = await shop.get(`/orders/${id}`)
      const open = body.holds.filter(({ released }: { released?: object }) => released === undefined)
      return [body.quality, open.map(({ code }: { code: string }) => code)]
    })

  return {
    report: story,
    shop,
    newOrder,
    place,
    placePassed: async (order) => {
      const placed = await place(order)
      await comesTo(`order ${order.externalId}`, placed.id, 'passed')
      return placed
    },
    expectQuality: comesTo,
    recordSkuFacts: async (sku, facts) => {
      const path = `/quality/facts/skus/${sku}`
      if (!skuFactsBefore.has(path)) skuFactsBefore.set(path, (await shop.get(path)).body.facts)
      story.expect(`PUT ${path}`, 200, (await shop.put(path, facts)).status)
    },
    cleanUp: async () => {
      for (const [path, facts] of skuFactsBefore) await shop.put(path, facts)
      const left = new Set(orders)
      for (const id of orders) {
        const { body } = await shop.get(`/orders/${id}`)
        if (body.status === 'placed' || body.status === 'packed')
          await shop.change('POST', id, '/cancel', { reason: 'fim da demonstração' })
      }
      await story.eventually('orders of this demo in the queue at its end', 0, async () => {
        const held = await readQueue(shop)
        return held.filter(({ orderId }) => left.has(orderId)).length
      })
    },
  }
}

/** What the demo reads of a held order in the queue. */
export interface HeldOrder {
  readonly orderId: string
  readonly releaseBy?: string
  readonly moneyAtStake: number
  readonly holds: readonly { readonly check: string; readonly department: string }[]
}

/** All held orders of the store, in the order of the queue. */
export const readQueue = (shop: Storefront): Promise<HeldOrder[]> =>
  readAllPages<HeldOrder>(shop, '/quality/queue?limit=50')

/** All items of a list of the API, page after page. */
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
