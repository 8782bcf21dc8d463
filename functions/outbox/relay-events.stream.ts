import middy from '@middy/core'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { publicEventTypes } from '../../events/public-event-types.ts'
import { now } from '../../shared/clock.ts'
import { sendToDeadLetters } from '../../shared/dead-letters.client.ts'
import { log, metric } from '../../shared/log.ts'
import { eventCount, type MetricName } from '../../shared/metric-names.ts'
import { subscriptionsAsOf } from '../../shared/subscription-list.store.ts'
import { wanting } from '../../shared/subscription-list.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'
import { type OutboundEvent, publish } from './bus.client.ts'
import { fullEvents, type VersionEvents } from './full-events.ts'
import { fileHistory } from './history.store.ts'

interface Opened {
  readonly sequence: string
  readonly outbox: VersionEvents
}

/**
 * The outbox relay: each new version in the table's stream becomes full events, filed under their aggregate as its
 * history and put on the bus, in order per aggregate. The stream takes up again from the first record that failed;
 * what is done twice has the same ids and changes nothing.
 */
export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
  const opened = (await Promise.all(Records.map(openOrSetAside))).filter((one) => one !== undefined)
  const [departures] = await Promise.all([
    Promise.all(opened.flatMap(departuresOf)),
    fileHistory(opened.map(({ outbox }) => outbox)),
  ])
  const unpublished = await publish(departures)
  tellPublished(
    departures.filter(({ record }) => !unpublished.has(record)),
    now(),
  )
  return { batchItemFailures: [...unpublished].map((record) => ({ itemIdentifier: record })) }
})

const departuresOf = ({ sequence, outbox: { slice, events } }: Opened): Promise<OutboundEvent>[] =>
  events.map(async (event) => ({ record: sequence, slice, event, wanted: await isWanted(event) }))

const publicTypes: ReadonlySet<string> = new Set(publicEventTypes)

/**
 * Whether somebody outside asks for an event: if nobody does, as for nearly every one, nobody is called for it. When
 * that cannot be told, whoever makes the webhooks looks again.
 */
async function isWanted({ store, occurredAt, type }: FiledEvent): Promise<boolean> {
  if (!publicTypes.has(type)) return false
  try {
    return wanting(await subscriptionsAsOf(store, occurredAt), type).length > 0
  } catch (error) {
    log.warn('subscriptions not read', { store, error })
    return true
  }
}

/**
 * Opens a record, or sets one that cannot be read aside in the failure queue, as a pointer: trying again cannot help
 * it, and whatever the stream does with a batch that fails, its neighbours must not wait for it.
 */
async function openOrSetAside(record: DynamoDBRecord): Promise<Opened | undefined> {
  const { SequenceNumber: sequence = '', NewImage: image, Keys: keys } = record.dynamodb ?? {}
  if (image === undefined) return undefined
  try {
    return { sequence, outbox: fullEvents(image) }
  } catch (error) {
    log.error('stream record not understood', { sequence, error })
    await sendToDeadLetters(
      JSON.stringify({ eventSourceArn: record.eventSourceARN, sequence, keys }),
      'invalid-event',
    )
    return undefined
  }
}

/**
 * How old the oldest event was, and how many there were of each type: one line, since each is paid for. That nothing is
 * told at all says as much as that it is late.
 */
function tellPublished(departures: readonly OutboundEvent[], at: string): void {
  if (departures.length === 0) return
  const counts: Partial<Record<MetricName, number>> = {}
  for (const { event } of departures) {
    const name = eventCount(event.type)
    counts[name] = (counts[name] ?? 0) + 1
  }
  const oldest = Math.min(...departures.map(({ event }) => Date.parse(event.occurredAt)))
  // Clocks differ by some milliseconds.
  metric({}, { PublishLagSeconds: Math.max(0, Date.parse(at) - oldest) / 1000, ...counts })
}
