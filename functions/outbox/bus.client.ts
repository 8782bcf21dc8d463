import { setTimeout as pause } from 'node:timers/promises'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { env } from '../../shared/env.ts'
import { log } from '../../shared/log.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'

const client = new EventBridgeClient({ maxAttempts: 4 })

/** The most entries that one call takes. */
const callSize = 10
const tries = 4

/** An event on its way to the bus; `record` is the sequence number of the stream record that it comes from. */
export interface Departure {
  readonly record: string
  readonly slice: string
  readonly event: FiledEvent
}

/**
 * Puts events on the bus, ten a call and in order; what fails is tried again by itself. Calls follow one another, so
 * that events of one aggregate leave in order. Returns the records of which something could not be put.
 */
export async function publish(departures: readonly Departure[]): Promise<ReadonlySet<string>> {
  const failed = new Set<string>()
  for (let from = 0; from < departures.length; from += callSize) {
    for (const record of await putTogether(departures.slice(from, from + callSize))) failed.add(record)
  }
  return failed
}

async function putTogether(departures: readonly Departure[]): Promise<readonly string[]> {
  let waiting = departures
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await pause(2 ** attempt * 20 * (1 + Math.random()))
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: waiting.map(toEntry) }))
    const refused = waiting.filter((_, n) => Entries[n]?.ErrorCode !== undefined)
    if (refused.length === 0) return []
    if (attempt >= tries) {
      log.error('events not published', {
        codes: [...new Set(Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []))],
        events: refused.map(({ event }) => event.id),
      })
      return refused.map(({ record }) => record)
    }
    waiting = refused
  }
}

const toEntry = ({ slice, event }: Departure): PutEventsRequestEntry => ({
  EventBusName: env('EVENT_BUS_NAME'),
  Source: `retaguarda.${slice}`,
  DetailType: event.type,
  Detail: JSON.stringify(event),
  Time: new Date(event.occurredAt),
})
