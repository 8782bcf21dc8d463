import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { AggregateState } from '../decision.ts'
import { type AggregateKind, aggregateKey, type FiledEvent } from './aggregate.ts'
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
