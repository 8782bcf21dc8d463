import { BatchGetCommand, type BatchGetCommandOutput, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { AggregateState } from '../decision.ts'
import { DomainError } from '../domain-error.ts'
import { type AggregateKind, aggregateKey, type FiledEvent, historySort } from './aggregate.ts'
import { unpack } from './packed.ts'
import { documents, table } from './table.store.ts'

export interface HistoryPage {
  readonly items: readonly FiledEvent[]
  readonly next?: string
}

/** An aggregate's history, oldest first: one page of it, as the relay filed it. */
export async function readHistory<S extends AggregateState>(
  kind: AggregateKind<S>,
  { store, id }: { readonly store: string; readonly id: string },
  { after = 'EVENT#', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<HistoryPage> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: table.getName(),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :end',
      ExpressionAttributeValues: {
        ':pk': aggregateKey(kind.name, store, id),
        ':after': `${after}!`,
        ':end': 'EVENT#~',
      },
      Limit: limit,
    }),
  )
  const items = Items.map((item) => unpack(item['event'] as Uint8Array) as FiledEvent)
  return LastEvaluatedKey === undefined ? { items } : { items, next: String(LastEvaluatedKey['sk']) }
}

const tries = 4

/**
 * The first event of several aggregates (100 at most), by their ids, with the state as it began; those of which nothing
 * is filed are left out. Error: `busy`.
 */
export async function readFirstEvents<S extends AggregateState>(
  kind: AggregateKind<S>,
  store: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FiledEvent>> {
  const name = table.getName()
  const sk = historySort(1, 0)
  const found = new Map<string, FiledEvent>()
  let keys: Record<string, unknown>[] = ids.map((id) => ({ pk: aggregateKey(kind.name, store, id), sk }))
  for (let attempt = 1; keys.length > 0; attempt += 1) {
    if (attempt > tries) throw new DomainError('busy', 'the table is contended at the moment; try again')
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await documents.send(
      new BatchGetCommand({ RequestItems: { [name]: { Keys: keys } } }),
    )
    for (const item of Responses?.[name] ?? []) {
      const event = unpack(item['event'] as Uint8Array) as FiledEvent
      found.set(event.aggregate.id, event)
    }
    keys = UnprocessedKeys?.[name]?.Keys ?? []
  }
  return found
}
