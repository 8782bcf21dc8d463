import type { Report } from '../cloudwatch/metrics.ts'
import type { CloudClock, CloudPart, CloudResource, Functions } from '../contracts.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'
import { openStream, type StreamReader, type StreamRecord } from './dynamodb-streams.ts'
import { type Mapping, readMappings } from './event-source-mapping.ts'
import { createShardLane, type Entry } from './shard-lane.ts'
import { openPositions, type Positions } from './stream-positions.ts'

export interface StreamSourcesOptions {
  readonly resources: readonly CloudResource[]
  /** Endpoint of DynamoDB Local itself, not of a fault proxy. */
  readonly endpoint: string
  readonly functions: Functions
  readonly clock: CloudClock
  /** Sends a pointer document to the queue or topic of this ARN. */
  readonly onFailure: (destinationArn: string, document: string) => void | Promise<void>
  readonly faults?: FaultPlan | undefined
  /** Folder of the stream positions. */
  readonly dataDir?: string | undefined
  /** Takes the metrics of the functions that streams feed (namespace `AWS/Lambda`). */
  readonly report?: Report
}

/** The event source mappings of DynamoDB streams. */
export interface StreamSources extends CloudPart {
  /** Reads soon, because something was probably written. */
  kick(): void
  /** Reports the age of unprocessed records. */
  gauge(endOfMinute: number): void
}

/** Minimum pause after a read, so that a busy table is read in batches. */
const SHORTEST_GAP_MS = 10
/** Poll interval without kicks; AWS polls four times a second. */
const LONGEST_GAP_MS = 100
/** Reading pauses while this many records wait. */
const MOST_WAITING = 10_000

/**
 * Starts all mappings of DynamoDB streams.
 * `pending()` reads the streams to their end first; it counts records that are with their function, wait for
 * it, or wait for a retry, and it rejects when a stream can no longer be read.
 */
export async function startStreamSources(options: StreamSourcesOptions): Promise<StreamSources> {
  const mappings = readMappings(options.resources, 'dynamodb')
  const sources = await Promise.all(mappings.map((mapping) => startSource(mapping, options)))
  return {
    kick() {
      for (const source of sources) source.kick()
    },
    gauge(endOfMinute) {
      for (const source of sources) source.gauge(endOfMinute)
    },
    async pending() {
      const counts = await Promise.all(sources.map((source) => source.pending()))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async stop() {
      await Promise.all(sources.map((source) => source.stop()))
    },
  }
}

interface StreamSource extends CloudPart {
  kick(): void
  gauge(endOfMinute: number): void
  pending(): Promise<number>
}

async function startSource(mapping: Mapping, options: StreamSourcesOptions): Promise<StreamSource> {
  const { clock } = options
  const functionRef = mapping.functionArn.split(':')[6]!
  const positions: Positions = openPositions(options.dataDir, mapping.name)
  const lanes = Array.from({ length: mapping.parallelization }, () =>
    createShardLane({
      ...options,
      mapping,
      onFailure: async (arn, document) => {
        try {
          await options.onFailure(arn, document)
        } catch (error) {
          if (options.report === undefined) throw error
          // As on AWS, only this metric reports it.
          options.report('DestinationDeliveryFailures', { FunctionName: functionRef })
        }
      },
      onAge: (ms, at) => options.report?.('IteratorAge', { FunctionName: functionRef }, ms, at),
      onFinished: (entry) => positions.finished(entry.shardId, sequenceOf(entry)),
    }),
  )
  const reader = await openStream({
    endpoint: options.endpoint,
    table: tableOf(mapping.eventSourceArn),
    startAt: (shardId) => positions.of(shardId) ?? mapping.startsAt,
    onRecords: receive,
  })
  const poll = startPolling(reader, () => positions.unfinished() < MOST_WAITING)

  function receive(shardId: string, records: readonly StreamRecord[]): void {
    const arrivedAt = clock.now()
    for (const record of records) {
      const shown = asLambdaShowsIt(record, mapping.eventSourceArn, arrivedAt)
      const accepted = mapping.accepts(shown)
      positions.read(shardId, record.dynamodb.SequenceNumber, accepted)
      if (!accepted) continue
      const key = JSON.stringify(record.dynamodb.Keys[reader.hashKey])
      lanes[hash(key) % lanes.length]!.push({ record: shown, shardId, arrivedAt })
    }
  }

  return {
    kick: poll.kick,
    gauge(endOfMinute) {
      for (const lane of lanes) lane.tellAge(endOfMinute - 1)
    },
    async pending() {
      await poll.readToEnd()
      for (const lane of lanes) lane.check()
      return positions.unfinished()
    },
    async stop() {
      await poll.stop()
      await Promise.all(lanes.map((lane) => lane.stop()))
      reader.close()
      positions.close()
    },
  }
}

/** `arn:aws:dynamodb:us-east-1:000000000000:table/NAME/stream/LABEL` */
function tableOf(streamArn: string): string {
  const table = /:table\/([^/]+)\/stream\//.exec(streamArn)?.[1]
  if (table === undefined) throw new Error(`${streamArn} is not the ARN of a table's stream`)
  return table
}

/** DynamoDB Local uses its own region name and truncates times to the minute. */
function asLambdaShowsIt(record: StreamRecord, eventSourceARN: string, arrivedAt: number): Entry['record'] {
  const { ApproximateCreationDateTime: minute } = record.dynamodb
  const seconds = Math.floor(arrivedAt / 1000)
  const created = seconds - minute < 60 ? seconds : minute
  return {
    ...record,
    awsRegion: 'us-east-1',
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: created },
    eventSourceARN,
  }
}

function sequenceOf(entry: Entry): string {
  return entry.record.dynamodb.SequenceNumber
}

/** FNV-1a, which spreads keys that differ in their last characters only. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

interface Polling {
  kick(): void
  /** Reads again; rejects when reading fails. */
  readToEnd(): Promise<void>
  stop(): Promise<void>
}

/** Polls: at once while there is more, soon after a kick, else at growing intervals. */
function startPolling(reader: StreamReader, hasRoom: () => boolean): Polling {
  let reading: Promise<number> = Promise.resolve(0)
  let stopped = false
  let lastRead = 0
  let gap = SHORTEST_GAP_MS
  let due = 0
  let timer: NodeJS.Timeout | undefined
  schedule(0)

  /** One read after another: a read in progress may have missed the latest write. */
  function readOnce(): Promise<number> {
    reading = reading.catch(() => 0).then(() => (stopped ? 0 : reader.read()))
    return reading
  }

  async function tick(): Promise<void> {
    timer = undefined
    lastRead = Date.now()
    let count = 0
    try {
      if (hasRoom()) count = await readOnce()
    } catch {
      // pending() reads by itself and reports the error; until then the table may recover.
    }
    gap = count > 0 ? SHORTEST_GAP_MS : Math.min(LONGEST_GAP_MS, gap * 2)
    if (timer === undefined) schedule(gap)
  }

  function schedule(ms: number): void {
    if (stopped) return
    const wanted = Date.now() + ms
    if (timer !== undefined && due <= wanted) return
    clearTimeout(timer)
    due = wanted
    timer = setTimeout(() => void tick(), ms)
  }

  return {
    kick() {
      schedule(Math.max(0, lastRead + SHORTEST_GAP_MS - Date.now()))
    },
    async readToEnd() {
      while ((await readOnce()) > 0) {
        // There may be more.
      }
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await reading.catch(() => 0)
    },
  }
}
