import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { lists, type PartitionKey } from '../../shared/table/keys.ts'
import { documents, table } from '../../shared/table/table.store.ts'

const { heldOrders, ordersByStatus, qualityQueue } = lists

/** What is stuck for longer has been told of long since, and nobody waits for it any more. */
const days = 3

/** How many orders of a store are past their dispatch for no more than three days, by what they are. */
export async function stuckOrders(store: string, now: string): Promise<Record<StuckState, number>> {
  const from = new Date(Date.parse(now) - days * 24 * 3600_000).toISOString()
  const count = async (index: Index, partition: PartitionKey): Promise<number> =>
    (await sortKeysOf(index, partition, { from, to: now })).length
  const [placed, packed, held] = await Promise.all([
    count(ordersByStatus.index, ordersByStatus.partition(store, 'placed')),
    count(ordersByStatus.index, ordersByStatus.partition(store, 'packed')),
    count(heldOrders.index, heldOrders.partition(store)),
  ])
  return { placed, packed, held }
}

export type StuckState = 'placed' | 'packed' | 'held'

/** An order as the slices name it. */
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

/** The ids of a store's orders that are held where orders are kept. */
export const idsOfHeldOrders = async (store: string): Promise<ReadonlySet<string>> =>
  new Set(
    (await sortKeysOf(heldOrders.index, heldOrders.partition(store))).map((sort) => sort.split('#')[1] ?? ''),
  )

type Index = 'gsi1' | 'gsi2'

async function sortKeysOf(
  index: Index,
  partition: PartitionKey,
  range?: { readonly from: string; readonly to: string },
): Promise<string[]> {
  const found: string[] = []
  const input: QueryCommandInput = {
    TableName: table.getName(),
    IndexName: index,
    KeyConditionExpression: range === undefined ? '#pk = :pk' : '#pk = :pk AND #sk BETWEEN :from AND :to',
    ExpressionAttributeNames: {
      '#pk': `${index}pk`,
      ...(range === undefined ? {} : { '#sk': `${index}sk` }),
    },
    ExpressionAttributeValues: {
      ':pk': partition,
      ...(range === undefined ? {} : { ':from': range.from, ':to': range.to }),
    },
  }
  let from: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({ ...input, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
    )
    found.push(...Items.map((item) => String(item[`${index}sk`])))
    from = LastEvaluatedKey
  } while (from !== undefined)
  return found
}
