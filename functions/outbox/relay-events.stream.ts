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
 * The outbox relay: turns each new version in the table's stream into full events, stores them as the aggregate's history
 * and publishes them on the bus, in order per aggregate. After a failure the stream continues from the first failed
 * record; events processed twice have the same ids and change nothing.
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
 * True when a webhook subscription wants the event; the webhook functions run only then. Also true when the
 * subscriptions cannot be read: the webhooks-maker checks again.
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
 * Opens a record. Sends a pointer to an unreadable one to the failure queue: a retry cannot help it, and the records
 * around it must not wait for it.
 */
async function openOrSetAside(record: DynamoDBRecord): Promise<Opened | undefined> {
  const { SequenceNumber: sequence = '', NewImage: image, Keys: keys } = record.dynamodb ?? {}
  if (image === undefined) return undefined
  try {
    return { sequence, outbox: fullEvents(image) }
  } catch (error) {
    log.error('stream record unreadable', { sequence, error })
    await sendToDeadLetters(
      JSON.stringify({ eventSourceArn: record.eventSourceARN, sequence, keys }),
      'invalid-event',
    )
    return undefined
  }
}

/**
 * Logs the age of the oldest event and the number of events by type: one line, since each costs money. Alarms watch for
 * late events and for none at all.
 */
function tellPublished(departures: readonly OutboundEvent[], at: string): void {
  if (departures.length === 0) return
  const counts: Partial<Record<MetricName, number>> = {}
  for (const { event } of departures) {
    const name = eventCount(event.type)
    counts[name] = (counts[name] ?? 0) + 1
  }
  const oldest = Math.min(...departures.map(({ event }) => Date.parse(event.occurredAt)))
  // Clocks differ by a few milliseconds.
  metric({}, { PublishLagSeconds: Math.max(0, Date.parse(at) - oldest) / 1000, ...counts })
}
