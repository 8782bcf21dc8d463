import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { AggregateState } from '../decision.ts'
import type { AggregateKind } from './aggregate.ts'
import { type PartitionKey } from './keys.ts'
import { loadMany } from './load.store.ts'
import { documents, table } from './table.store.ts'

/** Partitions of one index that are read as one list, merged by their sort keys. */
export interface ListQuery {
  readonly index: 'gsi1' | 'gsi2'
  readonly partitions: readonly PartitionKey[]
  /** Only sort keys below this one. */
  readonly before?: string | undefined
  /** Newest (highest) first instead of lowest first. */
  readonly descending?: boolean
  /** The sort key after which the page begins. */
  readonly after?: string | undefined
  /** 1 to 100. */
  readonly limit: number
}

export interface Page<S> {
  readonly items: readonly S[]
  /** The sort key at which the page ended; absent on the last page. */
  readonly next?: string
}

interface IndexEntry {
  readonly id: string
  readonly sort: string
}

/**
 * One page of aggregates by an index. The index is eventually consistent, so `belongs` is asked again of the newest
 * versions; a page may therefore be shorter than its limit and still have a next one.
 */
export async function list<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  query: ListQuery,
  belongs: (state: S) => boolean = () => true,
): Promise<Page<S>> {
  const entries = await Promise.all(query.partitions.map((partition) => readIndex(kind, query, partition)))
  const order = query.descending === true ? -1 : 1
  const merged = onceEach(entries.flat()).sort((a, b) => (a.sort < b.sort ? -order : order))
  const page = merged.slice(0, query.limit)
  const states = await loadMany(
    kind,
    store,
    page.map(({ id }) => id),
  )
  const end = page.at(-1)
  return {
    items: states.filter(belongs),
    ...(end !== undefined && merged.length >= query.limit ? { next: end.sort } : {}),
  }
}

/** What is read of an index: all that stands in a partition, or only what stands after a sort key. */
interface Each {
  readonly index: ListQuery['index']
  readonly partition: PartitionKey
  readonly from?: string
}

/** Every aggregate of a partition by its sort key, however many: read page by page as they are asked for. */
export async function* listEach<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  { index, partition, from }: Each,
): AsyncGenerator<S> {
  for (let after = from; ; ) {
    const page: Page<S> = await list(kind, store, { index, partitions: [partition], after, limit: 100 })
    yield* page.items
    if (page.next === undefined) return
    after = page.next
  }
}

/** What moves from one partition to another while they are read may be seen in both. */
const onceEach = (entries: readonly IndexEntry[]): IndexEntry[] => [
  ...new Map(entries.map((entry) => [entry.id, entry])).values(),
]

async function readIndex<S extends AggregateState>(
  kind: AggregateKind<S>,
  query: ListQuery,
  partition: PartitionKey,
): Promise<IndexEntry[]> {
  const { index, after, before, descending = false, limit } = query
  const bounds = rangeOf(descending ? { below: after ?? before } : { above: after, below: before })
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: table.getName(),
      IndexName: index,
      KeyConditionExpression: ['#pk = :pk', ...bounds.conditions].join(' AND '),
      ExpressionAttributeNames: {
        '#pk': `${index}pk`,
        ...(bounds.conditions.length > 0 ? { '#sk': `${index}sk` } : {}),
      },
      ExpressionAttributeValues: { ':pk': partition, ...bounds.values },
      ScanIndexForward: !descending,
      // One more than a page where both bounds are inclusive and the first entry is the one already shown.
      Limit: limit + 1,
    }),
  )
  return Items.filter((item) => item['sk'] === kind.name)
    .map((item) => ({
      id: String(item['pk']).slice(String(item['pk']).lastIndexOf('#') + 1),
      sort: String(item[`${index}sk`]),
    }))
    .filter(({ sort }) => sort !== after)
}

function rangeOf({ above, below }: { above?: string | undefined; below?: string | undefined }) {
  const values = {
    ...(above === undefined ? {} : { ':above': above }),
    ...(below === undefined ? {} : { ':below': below }),
  }
  if (above !== undefined && below !== undefined)
    return { conditions: ['#sk BETWEEN :above AND :below'], values }
  if (above !== undefined) return { conditions: ['#sk > :above'], values }
  if (below !== undefined) return { conditions: ['#sk < :below'], values }
  return { conditions: [], values }
}
