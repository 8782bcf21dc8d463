import { BatchGetCommand, type BatchGetCommandOutput, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { AggregateState } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { openingKey } from '../privacy/record-keys.store.ts'
import { type AggregateKind, type FiledEvent } from './aggregate.ts'
import { type Filed, type FilingPlace, fromFiled, recordOf } from './filed-event.ts'
import { historyEnd, historySort, historyStart, itemKey } from './keys.ts'
import { documents, table } from './table.store.ts'

export interface HistoryPage {
  readonly items: readonly FiledEvent[]
  readonly next?: string
}

/** An aggregate's history, oldest first: one page of it, as the relay filed it, less what was erased since. */
export async function readHistory<S extends AggregateState>(
  kind: AggregateKind<S>,
  { store, id }: { readonly store: string; readonly id: string },
  { after = historyStart, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<HistoryPage> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: table.getName(),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :end',
      ExpressionAttributeValues: {
        ':pk': itemKey(kind.name, store, id),
        ':after': `${after}!`,
        ':end': historyEnd,
      },
      Limit: limit,
    }),
  )
  const items = await openAll(store, Items as FiledItem[])
  return LastEvaluatedKey === undefined ? { items } : { items, next: String(LastEvaluatedKey['sk']) }
}

type FiledItem = Filed & FilingPlace

/** Opens what was filed; each record's key is read once. */
async function openAll(store: string, items: readonly FiledItem[]): Promise<FiledEvent[]> {
  const records = [...new Set(items.flatMap((item) => recordOf(item) ?? []))]
  const keys = new Map(
    await Promise.all(records.map(async (record) => [record, await openingKey(store, record)] as const)),
  )
  return items.map((item) => fromFiled(item, item, keys.get(recordOf(item) ?? '')))
}

const tries = 4

/**
 * The first event of several aggregates (100 at most), by their ids, with the state as it began; those of which nothing
 * is filed, or that were erased, are left out. Error: `busy`.
 */
export async function readFirstEvents<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FiledEvent>> {
  const name = table.getName()
  const sk = historySort(1, 0)
  const found = new Map<string, FiledEvent>()
  let keys: Record<string, unknown>[] = ids.map((id) => ({ pk: itemKey(kind.name, store, id), sk }))
  for (let attempt = 1; keys.length > 0; attempt += 1) {
    if (attempt > tries) throw new DomainError('busy', 'the table is contended at the moment; try again')
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await documents.send(
      new BatchGetCommand({ RequestItems: { [name]: { Keys: keys } } }),
    )
    for (const event of await openAll(store, (Responses?.[name] ?? []) as FiledItem[]))
      if (event.erased !== true) found.set(event.aggregate.id, event)
    keys = UnprocessedKeys?.[name]?.Keys ?? []
  }
  return found
}
