import { setTimeout as pause } from 'node:timers/promises'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { env } from '../../shared/env.ts'
import { log } from '../../shared/log.ts'
import { wantedOutside } from '../../shared/subscription-list.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'

const client = new EventBridgeClient({ maxAttempts: 4 })

/** Limits of one call: entries, and their total bytes ("Calculating PutEvents event entry size"). */
const callSize = 10
const callBytes = 256 * 1024
const timeBytes = 14
const tries = 4

/** An event to publish; `record` is the sequence number of its stream record. */
export interface OutboundEvent {
  readonly record: string
  readonly slice: string
  readonly event: FiledEvent
  /** A webhook subscription wants it. */
  readonly wanted: boolean
}

/** An event with its entry in a call. */
interface Waiting extends OutboundEvent {
  readonly entry: PutEventsRequestEntry
}

/**
 * Publishes events on the bus in full batches; failed entries are retried alone. Batches are sent one after another, so
 * that events of one aggregate are published in order. Returns the records with events that could not be published.
 */
export async function publish(events: readonly OutboundEvent[]): Promise<ReadonlySet<string>> {
  const failed = new Set<string>()
  for (const call of batches(events)) {
    for (const record of await putTogether(call)) failed.add(record)
  }
  return failed
}

function batches(events: readonly OutboundEvent[]): readonly (readonly Waiting[])[] {
  const calls: Waiting[][] = []
  let room = 0
  for (const event of events) {
    const entry = toEntry(event)
    const weight = weightOf(entry)
    const call = calls.at(-1)
    if (call === undefined || call.length === callSize || weight > room) {
      calls.push([{ ...event, entry }])
      room = callBytes - weight
    } else {
      call.push({ ...event, entry })
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

/** Puts one call's events, and again those that the bus rejected: each try is a smaller call, not a repeat. */
async function putTogether(call: readonly Waiting[]): Promise<readonly string[]> {
  let waiting = call
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await pause(2 ** attempt * 20 * (1 + Math.random()))
    const { Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: waiting.map(({ entry }) => entry) }),
    )
    const rejected = waiting.filter((_, n) => Entries[n]?.ErrorCode !== undefined)
    if (rejected.length === 0) return []
    if (attempt >= tries) {
      log.error('events not published', {
        codes: [...new Set(Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []))],
        events: rejected.map(({ event }) => event.id),
      })
      return rejected.map(({ record }) => record)
    }
    waiting = rejected
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
