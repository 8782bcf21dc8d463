import { lists, type PartitionKey } from '../../shared/table/keys.ts'
import { sortKeysOfIndex } from '../../shared/table/sort-keys.store.ts'

const { heldOrders, ordersByStatus, qualityQueue } = lists

/** Orders stuck for longer were reported before and are not urgent. */
const days = 3

/** How many orders of a store missed their dispatch deadline in the last three days, by state. */
export async function stuckOrders(store: string, now: string): Promise<Record<StuckState, number>> {
  const from = new Date(Date.parse(now) - days * 24 * 3600_000).toISOString()
  const count = async (index: 'gsi1' | 'gsi2', partition: PartitionKey): Promise<number> =>
    (await sortKeysOf(index, partition, { from, to: now })).length
  const [placed, packed, held] = await Promise.all([
    count(ordersByStatus.index, ordersByStatus.partition(store, 'placed')),
    count(ordersByStatus.index, ordersByStatus.partition(store, 'packed')),
    count(heldOrders.index, heldOrders.partition(store)),
  ])
  return { placed, packed, held }
}

export type StuckState = 'placed' | 'packed' | 'held'

/** Names an order across slices. */
export interface OrderReference {
  readonly store: string
  readonly orderId: string
}

/** The orders that quality holds, of all stores. */
export async function ordersHeldByQuality(): Promise<OrderReference[]> {
  const sortKeys = await Promise.all(
    qualityQueue.shards.map((shard) => sortKeysOf(qualityQueue.index, qualityQueue.partition(shard))),
  )
  return sortKeys.flat().map((sort) => {
    const [store = '', , orderId = ''] = sort.split('#')
    return { store, orderId }
  })
}

/** The ids of a store's orders that the orders slice holds. */
export const idsOfHeldOrders = async (store: string): Promise<ReadonlySet<string>> =>
  new Set(
    (await sortKeysOf(heldOrders.index, heldOrders.partition(store))).map((sort) => sort.split('#')[1] ?? ''),
  )

const sortKeysOf = (...query: Parameters<typeof sortKeysOfIndex>): Promise<string[]> =>
  Array.fromAsync(sortKeysOfIndex(...query))
