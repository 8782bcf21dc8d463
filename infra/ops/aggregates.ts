import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { fullEvents, type VersionEvents } from '../../functions/outbox/full-events.ts'
import type { AggregateState } from '../../shared/decision.ts'
import { type AggregateKind, type FiledEvent } from '../../shared/table/aggregate.ts'
import { readHistory } from '../../shared/table/history.store.ts'
import { itemKey, itemKeyPrefix, type KindName, parseItemKey } from '../../shared/table/keys.ts'
import { documents, table } from '../../shared/table/table.store.ts'
import { CommandError } from './commands/command-error.ts'

/** Which aggregate: its kind is the word in its key, such as `ORDER`. */
export interface AggregateName {
  readonly store: string
  readonly kind: string
  readonly id: string
}

/** The name in a partition key; nothing for what is no aggregate of a store. */
export const aggregateIn = (pk: string): AggregateName | undefined => parseItemKey(pk)

/** An aggregate named as `order/ord_...` of a store. Error: another shape. */
export function aggregateNamed(text: string, store: string): AggregateName {
  const [kind, id, more] = text.split('/')
  if (kind === undefined || kind === '' || id === undefined || id === '' || more !== undefined)
    throw new CommandError(`an aggregate is named by kind and id, such as order/ord_..., not ${text}`)
  return { store, kind: kind.toUpperCase(), id }
}

const pageSize = 100

/** All that is filed of an aggregate, oldest first; what was erased is there with its envelope alone. */
export async function historyOf({ store, kind, id }: AggregateName): Promise<FiledEvent[]> {
  // Of a kind its name alone is asked for.
  const named = { name: kind as KindName } as AggregateKind<AggregateState>
  const found: FiledEvent[] = []
  for (let after: string | undefined; ; ) {
    const page = await readHistory(named, { store, id }, { after, limit: pageSize })
    found.push(...page.items)
    if (page.next === undefined) return found
    after = page.next
  }
}

/** An item of the table as the suite writes it: a version of an aggregate, or a filed event. */
export interface TableItem {
  readonly pk: string
  readonly sk: string
  readonly version?: number
  readonly outbox?: string
  readonly happened?: Uint8Array
  readonly state?: Uint8Array
  readonly event?: Uint8Array
  readonly last?: number
  readonly ttl?: number
  readonly gsi1pk?: string
  readonly gsi1sk?: string
  readonly gsi2pk?: string
  readonly gsi2sk?: string
}

/** The newest version of an aggregate, as it stands in the table. */
export async function itemOf({ store, kind, id }: AggregateName): Promise<TableItem | undefined> {
  const Key = { pk: itemKey(kind as KindName, store, id), sk: kind }
  const { Item } = await documents.send(
    new GetCommand({ TableName: table.getName(), Key, ConsistentRead: true }),
  )
  return Item as TableItem | undefined
}

/** What the newest version has to tell and nobody has filed yet; nothing when the history is complete up to it. */
export function unfiledOf(
  item: TableItem | undefined,
  history: readonly FiledEvent[],
): VersionEvents | undefined {
  const { pk, outbox, version, happened, state, ttl } = item ?? {}
  if (pk === undefined || outbox === undefined || happened === undefined || state === undefined)
    return undefined
  const filed = history.at(-1)?.aggregate.version ?? 0
  if (version === undefined || version <= filed) return undefined
  return fullEvents({
    pk: { S: pk },
    outbox: { S: outbox },
    version: { N: String(version) },
    happened: { B: Buffer.from(happened).toString('base64') },
    state: { B: Buffer.from(state).toString('base64') },
    ...(ttl === undefined ? {} : { ttl: { N: String(ttl) } }),
  })
}

/** Every item of the table, or of one store, by a scan: the items of one partition come together, by sort key. */
export async function* everyItem(store: string | undefined): AsyncGenerator<TableItem> {
  let from: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({
        TableName: table.getName(),
        FilterExpression: 'begins_with(pk, :stores)',
        ExpressionAttributeValues: { ':stores': itemKeyPrefix(store) },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    )
    yield* Items as TableItem[]
    from = LastEvaluatedKey
  } while (from !== undefined)
}
