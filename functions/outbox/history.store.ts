import type { InputItem } from 'dynamodb-toolbox/entity'
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut'
import { BatchWriteCommand, execute } from 'dynamodb-toolbox/table/actions/batchWrite'
import { DomainError } from '../../shared/domain-error.ts'
import { sealingKey } from '../../shared/privacy/record-keys.store.ts'
import { retry } from '../../shared/retry.ts'
import { HistoryItem } from '../../shared/table/entities.store.ts'
import { toFiled } from '../../shared/table/filed-event.ts'
import { historySort } from '../../shared/table/keys.ts'
import { table } from '../../shared/table/table.store.ts'
import type { VersionEvents } from './full-events.ts'

type Filing = InputItem<typeof HistoryItem>

const batchSize = 25
const tries = 5

/**
 * Stores events in their aggregates' histories; storing an event again writes the same item. Personal data is sealed
 * with the record's key, and left out when that key was deleted. Error: `busy`.
 */
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

/** A batch takes each key once, but the stream may deliver a version twice in one batch. */
const onceEach = (items: readonly Filing[]): Filing[] => [
  ...new Map(items.map((item) => [`${item.pk} ${item.sk}`, item])).values(),
]

/** Writes a batch; the table may take only a part of it, and what it did not take is written again. */
async function writeBatch(items: readonly Filing[]): Promise<void> {
  let rest = items
  await retry(
    async () => {
      const puts = rest.map((one) => HistoryItem.build(BatchPutRequest).item(one))
      const { UnprocessedItems } = await execute(table.build(BatchWriteCommand).requests(...puts))
      rest = (UnprocessedItems?.[table.getName()] ?? []).map(({ PutRequest }) => PutRequest?.Item as Filing)
      if (rest.length > 0) throw new DomainError('busy', 'The table did not accept all events; retry.')
    },
    { tries, delay: 40, isTransient: (error) => error instanceof DomainError && error.code === 'busy' },
  )
}
