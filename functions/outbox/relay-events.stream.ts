import middy from '@middy/core'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { log, metric } from '../../shared/log.ts'
import { type Departure, publish } from './bus.client.ts'
import { fullEvents, type Outbox } from './full-events.ts'
import { fileHistory } from './history.store.ts'

interface Opened {
  readonly record: string
  readonly outbox: Outbox | undefined
}

/**
 * The outbox relay: each new version in the table's stream becomes full events, filed under their aggregate as its
 * history and put on the bus, in order per aggregate. The stream takes up again from the first record that failed;
 * what is done twice has the same ids and changes nothing.
 */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
  const opened = Records.map(openRecord)
  const outboxes = opened.flatMap(({ outbox }) => outbox ?? [])
  await fileHistory(outboxes)
  const departures = opened.flatMap(({ record, outbox }) =>
    (outbox?.events ?? []).map((event): Departure => ({ record, slice: outbox?.slice ?? '', event })),
  )
  const unpublished = await publish(departures)
  countByType(departures.filter(({ record }) => !unpublished.has(record)))
  const failed = opened.filter(({ record, outbox }) => outbox === undefined || unpublished.has(record))
  return { batchItemFailures: failed.map(({ record }) => ({ itemIdentifier: record })) }
})

/** A record that cannot be opened fails alone: the stream bisects it out and hands it to the on-failure queue. */
function openRecord(record: DynamoDBRecord): Opened {
  const sequence = record.dynamodb?.SequenceNumber ?? ''
  try {
    const image = record.dynamodb?.NewImage
    return {
      record: sequence,
      outbox: image === undefined ? { pk: '', slice: '', events: [] } : fullEvents(image),
    }
  } catch (error) {
    log.error('stream record not understood', { sequence, error })
    return { record: sequence, outbox: undefined }
  }
}

function countByType(departures: readonly Departure[]): void {
  const counts = new Map<string, number>()
  for (const { event } of departures) counts.set(event.type, (counts.get(event.type) ?? 0) + 1)
  for (const [eventType, EventsPublished] of counts) metric({ eventType }, { EventsPublished })
}
