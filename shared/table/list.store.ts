import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import type { AggregateState } from '../decision.ts'
import type { AggregateKind } from './aggregate.ts'
import { ListEntry } from './entities.store.ts'
import { type PartitionKey } from './keys.ts'
import { loadMany } from './load.store.ts'
import { table } from './table.store.ts'

/** Partitions of one index, read as one list and merged by sort key. */
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
 * One page of aggregates by an index. The index is eventually consistent, so `belongs` filters the newest versions again:
 * a page may be shorter than its limit and still have a next one.
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

/** What to read of an index: a whole partition, or only what follows a sort key. */
interface Each {
  readonly index: ListQuery['index']
  readonly partition: PartitionKey
  readonly from?: string
}

/** Every aggregate of a partition in order of sort key, read page by page on demand. */
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

/** An item that moves between two partitions during the reads may be in both results. */
const onceEach = (entries: readonly IndexEntry[]): IndexEntry[] => [
  ...new Map(entries.map((entry) => [entry.id, entry])).values(),
]

async function readIndex<S extends AggregateState>(
  kind: AggregateKind<S>,
  query: ListQuery,
  partition: PartitionKey,
): Promise<IndexEntry[]> {
  const { index, after, before, descending = false, limit } = query
  const range = rangeOf(descending ? { below: after ?? before } : { above: after, below: before })
  const { Items = [] } = await table
    .build(QueryCommand)
    .entities(ListEntry)
    .query({ index, partition, ...(range === undefined ? {} : { range }) })
    // One more than a page: `between` is inclusive, so the entry that was already shown comes first.
    .options({ reverse: descending, limit: limit + 1 })
    .send()
  return Items.filter(({ sk }) => sk === kind.name)
    .map((entry) => ({ id: entry.pk.slice(entry.pk.lastIndexOf('#') + 1), sort: entry[`${index}sk`] ?? '' }))
    .filter(({ sort }) => sort !== after)
}

function rangeOf({ above, below }: { above?: string | undefined; below?: string | undefined }) {
  if (above !== undefined && below !== undefined) return { between: [above, below] as [string, string] }
  if (above !== undefined) return { gt: above }
  return below === undefined ? undefined : { lt: below }
}
