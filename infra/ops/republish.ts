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

/** A time range, from inclusive, to exclusive. */
export interface Range {
  readonly from: string
  readonly to: string
}

/** An event to republish, and the slice that publishes it. */
export interface RepublishedEvent {
  readonly slice: string
  readonly event: FiledEvent
}

/**
 * Events of an aggregate within a range, oldest first. Files the events of the newest version when the relay has not,
 * if `file` is true. Leaves out erased events.
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
  if (slice === undefined) throw new Error(`Unknown event type ${type}.`)
  return slice
}

/** Every aggregate with events in a range, by a scan of the table. */
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
 * Publishes events again under their original ids. Webhooks are created again as well, for the subscriptions that exist.
 * Error: the bus rejects some of them.
 */
export async function republishEvents(events: readonly RepublishedEvent[]): Promise<void> {
  const refused = await publish(
    events.map(({ slice, event }): OutboundEvent => ({ record: event.id, slice, event, wanted: true })),
  )
  if (refused.size > 0) throw new Error(`The bus rejected ${[...refused].join(', ')}.`)
}

/** Lines with the number of events per type, most frequent first. */
export function countsByType(types: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => `${String(count).padStart(7)}  ${type}`)
}
