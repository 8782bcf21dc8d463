import { BatchGetRequest } from 'dynamodb-toolbox/entity/actions/batchGet'
import { BatchGetCommand, execute } from 'dynamodb-toolbox/table/actions/batchGet'
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query'
import type { AggregateState } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { openingKey } from '../privacy/record-keys.store.ts'
import { type AggregateKind, type FiledEvent } from './aggregate.ts'
import { HistoryItem } from './entities.store.ts'
import { type Filed, type FilingPlace, fromFiled, recordOf } from './filed-event.ts'
import { historyEnd, historySort, historyStart, itemKey } from './keys.ts'
import { table } from './table.store.ts'

export interface HistoryPage {
  readonly items: readonly FiledEvent[]
  readonly next?: string
}

/** One page of an aggregate's history, oldest first, as the relay stored it, without data erased since. */
export async function readHistory<S extends AggregateState>(
  kind: AggregateKind<S>,
  { store, id }: { readonly store: string; readonly id: string },
  { after = historyStart, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<HistoryPage> {
  const { Items = [], LastEvaluatedKey } = await table
    .build(QueryCommand)
    .entities(HistoryItem)
    .query({ partition: itemKey(kind.name, store, id), range: { between: [`${after}!`, historyEnd] } })
    .options({ limit })
    .send()
  const items = await openAll(store, Items)
  return LastEvaluatedKey === undefined ? { items } : { items, next: String(LastEvaluatedKey['sk']) }
}

type FiledItem = Filed & FilingPlace

/** Opens stored events; each record's key is read once. */
async function openAll(store: string, items: readonly FiledItem[]): Promise<FiledEvent[]> {
  const records = [...new Set(items.flatMap((item) => recordOf(item) ?? []))]
  const keys = new Map(
    await Promise.all(records.map(async (record) => [record, await openingKey(store, record)] as const)),
  )
  return items.map((item) => fromFiled(item, item, keys.get(recordOf(item) ?? '')))
}

/**
 * The first event of several aggregates (100 at most), by id, with their first state; aggregates without history, and
 * erased ones, are left out. Error: `busy`.
 */
export async function readFirstEvents<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FiledEvent>> {
  if (ids.length === 0) return new Map()
  const sk = historySort(1, 0)
  const keys = ids.map((id) => ({ pk: itemKey(kind.name, store, id), sk }))
  const { Responses, UnprocessedKeys = {} } = await execute(
    { maxAttempts: 4 },
    table.build(BatchGetCommand).requests(...keys.map((key) => HistoryItem.build(BatchGetRequest).key(key))),
  )
  if (Object.keys(UnprocessedKeys).length > 0) throw new DomainError('busy', 'Table is contended; retry.')
  const items = (Responses?.[0] ?? []).filter((item) => item !== undefined)
  const events = (await openAll(store, items)).filter(({ erased }) => erased !== true)
  return new Map(events.map((event) => [event.aggregate.id, event]))
}
