import { setTimeout as pause } from 'node:timers/promises'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { env } from '../../shared/env.ts'
import { log } from '../../shared/log.ts'
import { wantedOutside } from '../../shared/subscription-list.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'

const client = new EventBridgeClient({ maxAttempts: 4 })

/** The most that one call takes: entries, and bytes of all of them ("Calculating PutEvents event entry size"). */
const callSize = 10
const callBytes = 256 * 1024
const timeBytes = 14
const tries = 4

/** An event on its way to the bus; `record` is the sequence number of the stream record that it comes from. */
export interface OutboundEvent {
  readonly record: string
  readonly slice: string
  readonly event: FiledEvent
  /** Somebody outside asks for it. */
  readonly wanted: boolean
}

/** A departure with the entry that stands for it in a call. */
interface Waiting extends OutboundEvent {
  readonly entry: PutEventsRequestEntry
}

/**
 * Puts events on the bus, as many a call as it takes and in order; what fails is tried again by itself. Calls follow
 * one another, so that events of one aggregate leave in order. Returns the records of which something could not be put.
 */
export async function publish(departures: readonly OutboundEvent[]): Promise<ReadonlySet<string>> {
  const failed = new Set<string>()
  for (const call of batches(departures)) {
    for (const record of await putTogether(call)) failed.add(record)
  }
  return failed
}

function batches(departures: readonly OutboundEvent[]): readonly (readonly Waiting[])[] {
  const calls: Waiting[][] = []
  let room = 0
  for (const departure of departures) {
    const entry = toEntry(departure)
    const weight = weightOf(entry)
    const call = calls.at(-1)
    if (call === undefined || call.length === callSize || weight > room) {
      calls.push([{ ...departure, entry }])
      room = callBytes - weight
    } else {
      call.push({ ...departure, entry })
      room -= weight
    }
  }
  return calls
}

const weightOf = ({
  Source = '',
  DetailType = '',
  Detail = '',
  Resources = [],
}: PutEventsRequestEntry): number =>
  [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), timeBytes)

async function putTogether(call: readonly Waiting[]): Promise<readonly string[]> {
  let waiting = call
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await pause(2 ** attempt * 20 * (1 + Math.random()))
    const { Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: waiting.map(({ entry }) => entry) }),
    )
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

const toEntry = ({ slice, event, wanted }: OutboundEvent): PutEventsRequestEntry => ({
  EventBusName: env('EVENT_BUS_NAME'),
  Source: `retaguarda.${slice}`,
  DetailType: event.type,
  Detail: JSON.stringify(event),
  Time: new Date(event.occurredAt),
  ...(wanted ? { Resources: [wantedOutside] } : {}),
})
