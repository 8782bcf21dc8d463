import { fullEvents, type VersionEvents } from '../../functions/outbox/full-events.ts'
import { fileHistory } from '../../functions/outbox/history.store.ts'
import { aggregateIn, historyOf, itemOf, unfiledOf } from './aggregates.ts'
import { type RepublishedEvent, republishEvents } from './republish.ts'
import { imagesAt, type StreamRange } from './stream-records.ts'

/** Target of a pointer in the relay's failure queue: stream records, and their aggregate if it is named. */
export interface Pointer {
  readonly place: StreamRange
  readonly pk?: string | undefined
}

interface BatchPointer {
  readonly DDBStreamBatchInfo: {
    readonly shardId: string
    readonly startSequenceNumber: string
    readonly endSequenceNumber: string
  }
}

interface RecordPointer {
  readonly sequence: string
  readonly keys?: { readonly pk?: { readonly S?: string } }
}

/** Parses a pointer: Lambda's to a batch, or the relay's to one record. Undefined when it is neither. */
export function readPointer(body: string): Pointer | undefined {
  const value = jsonOf(body) as Partial<BatchPointer & RecordPointer> | null | undefined
  const batch = value?.DDBStreamBatchInfo
  if (batch !== undefined) {
    const { shardId, startSequenceNumber: first, endSequenceNumber: last } = batch
    return { place: { shardId, first, last } }
  }
  const sequence = value?.sequence
  if (sequence === undefined) return undefined
  return { place: { first: sequence, last: sequence }, pk: value?.keys?.pk?.S }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What became of a pointer: so many events published, or why none could be. */
export type RelayOutcome = { readonly published: number } | { readonly skipped: string }

/**
 * Relays the records of a pointer as the relay does: files them as history, then publishes them. When the stream has
 * dropped them, only the events of the aggregate's newest version can be relayed.
 */
export async function relayPointer({ place, pk }: Pointer, dryRun: boolean): Promise<RelayOutcome> {
  const images = await imagesAt(place)
  const found = images === undefined ? await newestOf(pk) : readImages(images)
  if ('skipped' in found) return found
  const events: RepublishedEvent[] = found.outboxes.flatMap(({ slice, events }) =>
    events.map((event) => ({ slice, event })),
  )
  if (!dryRun) {
    await fileHistory(found.outboxes)
    await republishEvents(events)
  }
  return { published: events.length }
}

type Found = { readonly outboxes: readonly VersionEvents[] } | { readonly skipped: string }

function readImages(images: NonNullable<Awaited<ReturnType<typeof imagesAt>>>): Found {
  try {
    return { outboxes: images.filter((image) => image['outbox'] !== undefined).map(fullEvents) }
  } catch (error) {
    return { skipped: `it still cannot be read: ${(error as Error).message}` }
  }
}

async function newestOf(pk: string | undefined): Promise<Found> {
  const name = pk === undefined ? undefined : aggregateIn(pk)
  if (name === undefined)
    return {
      skipped: 'the stream has dropped it; run outbox republish --from <time of arrival>, then discard it',
    }
  const [history, item] = await Promise.all([historyOf(name), itemOf(name)])
  try {
    const unfiled = unfiledOf(item, history)
    return { outboxes: unfiled === undefined ? [] : [unfiled] }
  } catch (error) {
    return { skipped: `it still cannot be read: ${(error as Error).message}` }
  }
}
