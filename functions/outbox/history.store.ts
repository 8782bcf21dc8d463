import { setTimeout as pause } from 'node:timers/promises'
import { BatchWriteCommand, type BatchWriteCommandOutput } from '@aws-sdk/lib-dynamodb'
import { DomainError } from '../../shared/domain-error.ts'
import { sealingKey } from '../../shared/privacy/record-keys.store.ts'
import { toFiled } from '../../shared/table/filed-event.ts'
import { historySort } from '../../shared/table/keys.ts'
import { documents, table } from '../../shared/table/table.store.ts'
import type { VersionEvents } from './full-events.ts'

const batchSize = 25
const tries = 5

/** Files events under their aggregates. Filing the same event again writes the same item. What is personal in
 * them is sealed by their record's key; when that was forgotten, it is not filed. Error: `busy`. */
export async function fileHistory(outboxes: readonly VersionEvents[]): Promise<void> {
  const items = onceEach((await Promise.all(outboxes.map(filingsOf))).flat())
  const batches = Array.from({ length: Math.ceil(items.length / batchSize) }, (_, n) =>
    items.slice(n * batchSize, (n + 1) * batchSize),
  )
  await Promise.all(batches.map(writeBatch))
}

async function filingsOf({ pk, record, ttl, events }: VersionEvents) {
  const [first] = events
  const key = first && record !== undefined ? await sealingKey(first.store, record) : undefined
  return events.map((event, place) => {
    const filing = { pk, sk: historySort(event.aggregate.version, place) }
    return {
      ...filing,
      ...toFiled(event, { ...filing, record }, key),
      ...(ttl === undefined ? {} : { ttl }),
    }
  })
}

/** A write takes each key once, but a version may come twice in one batch of the stream. */
const onceEach = <Item extends { readonly pk: string; readonly sk: string }>(
  items: readonly Item[],
): Item[] => [...new Map(items.map((item) => [`${item.pk} ${item.sk}`, item])).values()]

async function writeBatch(items: readonly Record<string, unknown>[]): Promise<void> {
  const name = table.getName()
  let requests: Record<string, unknown>[] | undefined = items.map((Item) => ({ PutRequest: { Item } }))
  for (let attempt = 1; requests !== undefined && requests.length > 0; attempt += 1) {
    if (attempt > tries) throw new DomainError('busy', 'the table did not take the history; try again')
    if (attempt > 1) await pause(2 ** attempt * 10 * (1 + Math.random()))
    const { UnprocessedItems }: BatchWriteCommandOutput = await documents.send(
      new BatchWriteCommand({ RequestItems: { [name]: requests } }),
    )
    requests = UnprocessedItems?.[name]
  }
}
