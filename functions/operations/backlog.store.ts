import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { documents, table } from '../../shared/table/table.store.ts'

/**
 * The partitions in which orders and quality keep what waits. Operations looks at the indexes of all slices, and
 * writes to none of them; a test writes by the slices themselves and looks from here.
 */
const byStatus = (store: string, status: 'placed' | 'packed') => `S#${store}#ORDERS#${status}`
const heldOrders = (store: string) => `S#${store}#HELD-ORDERS`
const heldByQuality = (shard: number) => `QUALITY-QUEUE#${shard}`
const shards = [0, 1, 2, 3, 4, 5, 6, 7]

/** What is stuck for longer has been told of long since, and nobody waits for it any more. */
const days = 3

/** How many orders of a store are past their dispatch for no more than three days, by what they are. */
export async function stuckOrders(store: string, now: string): Promise<Record<StuckState, number>> {
  const from = new Date(Date.parse(now) - days * 24 * 3600_000).toISOString()
  const count = async (index: Index, partition: string): Promise<number> =>
    (await sortKeysOf(index, partition, { from, to: now })).length
  const [placed, packed, held] = await Promise.all([
    count('gsi1', byStatus(store, 'placed')),
    count('gsi1', byStatus(store, 'packed')),
    count('gsi2', heldOrders(store)),
  ])
  return { placed, packed, held }
}

export type StuckState = 'placed' | 'packed' | 'held'

/** An order as the slices name it. */
export interface Named {
  readonly store: string
  readonly orderId: string
}

/** The orders that quality holds, of all stores. */
export async function ordersHeldByQuality(): Promise<Named[]> {
  const sortKeys = await Promise.all(shards.map((shard) => sortKeysOf('gsi2', heldByQuality(shard))))
  return sortKeys.flat().map((sort) => {
    const [store = '', , orderId = ''] = sort.split('#')
    return { store, orderId }
  })
}

/** The ids of a store's orders that are held where orders are kept. */
export const idsOfHeldOrders = async (store: string): Promise<ReadonlySet<string>> =>
  new Set((await sortKeysOf('gsi2', heldOrders(store))).map((sort) => sort.split('#')[1] ?? ''))

type Index = 'gsi1' | 'gsi2'

async function sortKeysOf(
  index: Index,
  partition: string,
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
