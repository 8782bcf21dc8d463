import { randomUUID } from 'node:crypto'
import type { CloudClock, Functions, InvokeResult } from '../contracts.ts'
import { callerName, type FaultPlan } from '../faults/fault-plan.ts'
import { type Attempt, batchOutcome } from './batch-outcome.ts'
import type { StreamRecord } from './dynamodb-streams.ts'
import type { Mapping } from './event-source-mapping.ts'

/** A record that waits for its function. */
export interface Entry {
  readonly record: StreamRecord & { readonly eventSourceARN: string }
  readonly shardId: string
  /** When it was read, by the cloud's clock. */
  readonly arrivedAt: number
}

export interface LaneOptions {
  readonly mapping: Mapping
  readonly functions: Functions
  readonly clock: CloudClock
  readonly faults?: FaultPlan | undefined
  /** Receives the pointer document of discarded records, with the ARN of the failure destination. */
  readonly onFailure: (destinationArn: string, document: string) => void | Promise<void>
  /** Receives the age in ms of a batch's last record, at delivery and during retries. */
  readonly onAge?: ((ms: number, at: number) => void) | undefined
  /** Called for each record that is done or discarded. */
  readonly onFinished: (entry: Entry) => void
}

/** Delivers records to a function one batch at a time, in order; a failed batch blocks later ones. */
export interface ShardLane {
  push(entry: Entry): void
  /** Throws the error of the lane itself, if any. */
  check(): void
  /** Reports the age of the batch in progress, if any. */
  tellAge(at: number): void
  stop(): Promise<void>
}

type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded'

/** Lambda's event limit; a record's JSON counts as twice its stored size. */
const EVENT_BYTES = 6 * 1024 * 1024
/** AWS backs off longer; here a retry costs no shared resources. */
const RETRY_AFTER_MS = 20
const RETRY_AFTER_AT_MOST_MS = 1000

/** Creates a lane of a mapping; a record's key always goes to the same lane. */
export function createShardLane(options: LaneOptions): ShardLane {
  const { mapping, functions, clock, faults } = options
  const queue: Entry[] = []
  let running: Promise<void> | undefined
  let stopped = false
  let failure: unknown
  let underWay: readonly Entry[] = []
  let wakeUp = () => {}
  let batchIsFull = () => {}

  function push(entry: Entry): void {
    queue.push(entry)
    if (queue.length >= mapping.batchSize) batchIsFull()
    running ??= run()
  }

  async function run(): Promise<void> {
    // Yield one microtask so records read in the same poll are batched.
    await Promise.resolve()
    try {
      while (queue.length > 0 && !stopped) {
        if (queue.length < mapping.batchSize && mapping.windowMs > 0) await gather()
        await deliver(takeBatch(queue, mapping.batchSize))
      }
    } catch (error) {
      failure = error
    }
    running = undefined
  }

  function gather(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(mapping.windowMs, resolve)
      wakeUp = batchIsFull = () => {
        cancel()
        resolve()
      }
    })
  }

  async function deliver(batch: readonly Entry[]): Promise<void> {
    const waiting: Attempt<Entry>[] = [{ records: batch, failures: 0 }]
    for (let tries = 0, attempt = waiting.shift(); attempt && !stopped; attempt = waiting.shift()) {
      const fresh = await withoutExpired(attempt)
      if (fresh.records.length === 0) continue
      const result = await invoke(fresh.records)
      if (stopped) return
      const verdict = batchOutcome(mapping, fresh, result, sequenceOf)
      if (verdict.kind === 'again') {
        waiting.unshift(...verdict.attempts)
        finish(fresh.records.slice(0, fresh.records.length - sizeOf(verdict.attempts)))
        await backOff(tries++)
      } else {
        if (verdict.kind === 'discard') await discard(fresh, verdict.condition, result)
        finish(fresh.records)
      }
    }
  }

  async function withoutExpired(attempt: Attempt<Entry>): Promise<Attempt<Entry>> {
    const oldest = clock.now() - mapping.maximumRecordAgeMs
    const firstFresh = attempt.records.findIndex((entry) => entry.arrivedAt >= oldest)
    const expired = firstFresh === -1 ? attempt.records : attempt.records.slice(0, firstFresh)
    if (expired.length === 0) return attempt
    await discard({ ...attempt, records: expired }, 'RecordAgeExceeded')
    finish(expired)
    return { ...attempt, records: attempt.records.slice(expired.length) }
  }

  async function invoke(entries: readonly Entry[]): Promise<InvokeResult> {
    underWay = entries
    tellAge(clock.now())
    const event = { Records: entries.map((entry) => entry.record) }
    const fault = faults?.onDelivery({ caller: callerName(mapping.functionName), service: 'dynamodb' })
    if (fault?.action === 'delay') await pause(fault.ms)
    const result = await functions.invoke(mapping.functionArn, event)
    // As after a lost checkpoint: the whole batch is delivered again, and the second answer counts.
    return fault?.action === 'duplicate' && result.ok ? functions.invoke(mapping.functionArn, event) : result
  }

  function backOff(tries: number): Promise<void> {
    return pause(Math.min(RETRY_AFTER_AT_MOST_MS, RETRY_AFTER_MS * 2 ** tries))
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve)
      wakeUp = () => {
        cancel()
        resolve()
      }
    })
  }

  async function discard(
    attempt: Attempt<Entry>,
    condition: Condition,
    result?: InvokeResult,
  ): Promise<void> {
    if (mapping.onFailureArn === undefined) return
    const document = pointerDocument(mapping, attempt, condition, result, clock.now())
    await options.onFailure(mapping.onFailureArn, JSON.stringify(document))
  }

  function tellAge(at: number): void {
    const last = underWay.at(-1)
    if (last !== undefined) options.onAge?.(Math.max(0, at - last.arrivedAt), at)
  }

  function finish(entries: readonly Entry[]): void {
    underWay = []
    for (const entry of entries) options.onFinished(entry)
  }

  return {
    push,
    tellAge,
    check() {
      if (failure !== undefined) throw failure
    },
    async stop() {
      stopped = true
      wakeUp()
      await running
    },
  }
}

function sequenceOf(entry: Entry): string {
  return entry.record.dynamodb.SequenceNumber
}

function sizeOf(attempts: readonly Attempt<Entry>[]): number {
  return attempts.reduce((sum, attempt) => sum + attempt.records.length, 0)
}

/** Takes the records of one event: one shard's, within the batch size and Lambda's event limit. */
function takeBatch(queue: Entry[], batchSize: number): Entry[] {
  const shardId = queue[0]?.shardId
  let bytes = 0
  let count = 0
  for (const entry of queue.slice(0, batchSize)) {
    bytes += 2 * entry.record.dynamodb.SizeBytes + 1000
    if (entry.shardId !== shardId || (bytes > EVENT_BYTES && count > 0)) break
    count++
  }
  return queue.splice(0, count)
}

/** Document of a failure destination: it points to the records in the stream, without their content. */
function pointerDocument(
  mapping: Mapping,
  { records, failures }: Attempt<Entry>,
  condition: Condition,
  result: InvokeResult | undefined,
  now: number,
): object {
  const first = records[0]!
  const last = records.at(-1)!
  const functionFailed = result !== undefined && !result.ok
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: result === undefined ? failures : failures + 1,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: functionFailed ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: first.shardId,
      startSequenceNumber: sequenceOf(first),
      endSequenceNumber: sequenceOf(last),
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: mapping.eventSourceArn,
    },
  }
}

function arrival(entry: Entry): string {
  return new Date(entry.record.dynamodb.ApproximateCreationDateTime * 1000).toISOString()
}
