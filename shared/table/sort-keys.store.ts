import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import { ListEntry } from './entities.store.ts'
import type { PartitionKey } from './keys.ts'
import { table } from './table.store.ts'

type Index = 'gsi1' | 'gsi2'
/** Bounds of sort keys, both inclusive. */
interface SortKeyRange {
  readonly from?: string
  readonly to: string
}

/** The sort keys of a partition of `gsi2`, the lowest first and no higher than `until`, however many pages. */
export const sortKeysOf = (partition: PartitionKey, until?: string): AsyncGenerator<string> =>
  sortKeysOfIndex('gsi2', partition, until === undefined ? undefined : { to: until })

/** The sort keys of a partition of an index, the lowest first, however many pages. */
export async function* sortKeysOfIndex(
  index: Index,
  partition: PartitionKey,
  range?: SortKeyRange,
): AsyncGenerator<string> {
  const query = table
    .build(QueryCommand)
    .entities(ListEntry)
    .query({ index, partition, ...(range === undefined ? {} : { range: toRange(range) }) })
  for await (const { Items = [] } of query.paginate())
    for (const entry of Items) yield entry[`${index}sk`] ?? ''
}

const toRange = ({ from, to }: SortKeyRange) =>
  from === undefined ? { lte: to } : { between: [from, to] as [string, string] }
