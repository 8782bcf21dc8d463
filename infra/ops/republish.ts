import { catalogue } from '../../events/catalogue.ts'
import type { EnvelopeHeader } from '../../events/envelope.ts'
import { type OutboundEvent, publish } from '../../functions/outbox/bus.client.ts'
import { fileHistory } from '../../functions/outbox/history.store.ts'
import type { FiledEvent } from '../../shared/table/aggregate.ts'
import { unpack } from '../../shared/table/packed.ts'
import {
  type AggregateName,
  aggregateIn,
  everyItem,
  historyOf,
  itemOf,
  type TableItem,
  unfiledOf,
} from './aggregates.ts'

/** Which events: those that happened from a time on (inclusive) and before another. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** An event that can be told again, and the slice that tells it. */
export interface RepublishedEvent {
  readonly slice: string
  readonly event: FiledEvent
}

/**
 * What an aggregate has to tell in a range of time, oldest first. What its newest version tells and the relay never
 * filed is filed by this, unless nothing is to be changed. What was erased cannot be told again.
 */
export async function eventsOf(
  name: AggregateName,
  range: Range,
  file: boolean,
): Promise<RepublishedEvent[]> {
  const [filed, item] = await Promise.all([historyOf(name), itemOf(name)])
  const unfiled = unfiledOf(item, filed)
  if (unfiled !== undefined && file) await fileHistory([unfiled])
  return [...filed, ...(unfiled?.events ?? [])]
    .filter(({ erased, occurredAt }) => erased !== true && occurredAt >= range.from && occurredAt < range.to)
    .map((event) => ({ slice: sliceOf(event.type), event }))
}

function sliceOf(type: string): string {
  const slice = catalogue.get(type)?.slice
  if (slice === undefined) throw new Error(`the suite no longer knows the event ${type}`)
  return slice
}

/** Every aggregate with something that happened in a range of time, found by reading the whole table. */
export async function* aggregatesOf(store: string | undefined, range: Range): AsyncGenerator<AggregateName> {
  let last = ''
  for await (const item of everyItem(store)) {
    if (item.pk === last || !isWithin(item, range)) continue
    last = item.pk
    const name = aggregateIn(item.pk)
    if (name !== undefined) yield name
  }
}

function isWithin({ event, happened }: TableItem, { from, to }: Range): boolean {
  const at =
    event === undefined
      ? happened && (unpack(happened) as { readonly at: string }).at
      : (unpack(event) as EnvelopeHeader).occurredAt
  return at !== undefined && at >= from && at < to
}

/**
 * Puts events on the bus again, with the ids that they always had; who makes the webhooks looks by itself whether somebody
 * asks for them. Error: when the bus refuses some of them.
 */
export async function republishEvents(events: readonly RepublishedEvent[]): Promise<void> {
  const refused = await publish(
    events.map(({ slice, event }): OutboundEvent => ({ record: event.id, slice, event, wanted: true })),
  )
  if (refused.size > 0) throw new Error(`the bus did not take ${[...refused].join(', ')}`)
}

/** Counts events by type, the most frequent first, in lines for a person. */
export function countsByType(types: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => `${String(count).padStart(7)}  ${type}`)
}
