import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { fullEvents, type VersionEvents } from '../../functions/outbox/full-events.ts'
import type { AggregateState } from '../../shared/decision.ts'
import { type AggregateKind, type FiledEvent } from '../../shared/table/aggregate.ts'
import { readHistory } from '../../shared/table/history.store.ts'
import { itemKey, itemKeyPrefix, type KindName, parseItemKey } from '../../shared/table/keys.ts'
import { documents, table } from '../../shared/table/table.store.ts'
import { CommandError } from './commands/command-error.ts'

/** Names an aggregate; its kind is the one in its key, such as `ORDER`. */
export interface AggregateName {
  readonly store: string
  readonly kind: string
  readonly id: string
}

/** The aggregate of a partition key; undefined when the key belongs to none. */
export const aggregateIn = (pk: string): AggregateName | undefined => parseItemKey(pk)

/** Parses `order/ord_...` of a store. Error: another form. */
export function aggregateNamed(text: string, store: string): AggregateName {
  const [kind, id, more] = text.split('/')
  if (kind === undefined || kind === '' || id === undefined || id === '' || more !== undefined)
    throw new CommandError(`Name an aggregate by kind and id, such as order/ord_..., not ${text}.`)
  return { store, kind: kind.toUpperCase(), id }
}

const pageSize = 100

/** The filed events of an aggregate, oldest first; of an erased event only the envelope. */
export async function historyOf({ store, kind, id }: AggregateName): Promise<FiledEvent[]> {
  // readHistory uses only the name of a kind.
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

/** The newest version of an aggregate. */
export async function itemOf({ store, kind, id }: AggregateName): Promise<TableItem | undefined> {
  const Key = { pk: itemKey(kind as KindName, store, id), sk: kind }
  const { Item } = await documents.send(
    new GetCommand({ TableName: table.getName(), Key, ConsistentRead: true }),
  )
  return Item as TableItem | undefined
}

/** The outbox record of the newest version when its events are not filed yet; otherwise undefined. */
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

/** Scans the table, or one store's items; items of one partition follow each other by sort key. */
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
