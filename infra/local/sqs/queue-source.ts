import type { SqsQueue } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js'
import type { CloudClock, CloudPart, CloudResource, Functions, InvokeResult } from '../contracts.ts'
import { callerName, type DeliveryFault, type FaultPlan } from '../faults/fault-plan.ts'
import { failedItems, type Mapping, readMappings } from '../streams/event-source-mapping.ts'
import { type QueueRecord, toQueueRecord } from './queue-record.ts'
import type { Queues } from './queues.ts'

export interface QueueSourcesOptions {
  readonly resources: readonly CloudResource[]
  readonly queues: Queues
  readonly functions: Functions
  readonly clock: CloudClock
  readonly faults?: FaultPlan | undefined
  /** Delivers batches at once, without batching windows. */
  readonly withoutWindows?: boolean | undefined
}

/** Maximum number of messages of ReceiveMessage. */
const RECEIVE_LIMIT = 10
/** Poll interval for messages that become visible in real time; clock advances and new messages are signalled. */
const LOOK_AGAIN_MS = 250

/**
 * Starts all mappings of SQS queues.
 * `pending()` counts visible messages and messages with a function. A failed message counts as neither: it returns when
 * its visibility timeout has passed by the cloud's clock, so a test that needs the retry advances the
 * clock.
 */
export function startQueueSources(options: QueueSourcesOptions): CloudPart {
  const sources = readMappings(options.resources, 'sqs').map((mapping) =>
    startSource(options.withoutWindows === true ? { ...mapping, windowMs: 0 } : mapping, options),
  )
  return {
    pending: () => sources.reduce((sum, source) => sum + source.pending(), 0),
    async stop() {
      await Promise.all(sources.map((source) => source.stop()))
    },
  }
}

interface QueueSource {
  pending(): number
  stop(): Promise<void>
}

function startSource(mapping: Mapping, options: QueueSourcesOptions): QueueSource {
  const { queues, functions, clock, faults } = options
  const queue = queues.queue(mapping.eventSourceArn)
  const invocations = new Set<Promise<void>>()
  /** Received, waiting for the batch to fill. */
  let gathered: QueueRecord[] = []
  const cutShort = new Set<() => void>()
  let cancelWindow: (() => void) | undefined
  let lookAgain: NodeJS.Timeout | undefined
  let stopped = false
  let failure: unknown
  queues.onMessages(mapping.eventSourceArn, work)
  work()

  /** Receives messages while another invocation may run. */
  function work(): void {
    while (!stopped && invocations.size < mapping.maximumConcurrency) {
      const received = receive(Math.min(RECEIVE_LIMIT, mapping.batchSize - gathered.length))
      const mayGrow = mapping.windowMs > 0 && gathered.length < mapping.batchSize
      if (gathered.length > 0 && !mayGrow) flush()
      else if (received === 0) break
    }
    if (gathered.length > 0) cancelWindow ??= clock.after(mapping.windowMs, flush)
    lookForWhatTimeBrings()
  }

  function flush(): void {
    cancelWindow?.()
    cancelWindow = undefined
    const batch = gathered
    gathered = []
    if (stopped || batch.length === 0) return
    const invocation = deliver(batch)
      .catch((error: unknown) => {
        failure = error
      })
      .finally(() => {
        invocations.delete(invocation)
        work()
      })
    invocations.add(invocation)
  }

  /** Receives messages and collects those that pass the filter; returns how many were received. */
  function receive(limit: number): number {
    const received = queue.dequeue(limit, undefined, (arn) => queues.queue(arn))
    const records = received.flatMap(({ ReceiptHandle }) => {
      const message = queue.inflightMessages.get(ReceiptHandle)?.message
      return message === undefined ? [] : [toQueueRecord(message, ReceiptHandle, mapping.eventSourceArn)]
    })
    const [wanted, unwanted] = partition(records, (record) => mapping.accepts(withParsedBody(record)))
    for (const record of unwanted) queue.deleteMessage(record.receiptHandle)
    gathered.push(...wanted)
    return received.length
  }

  async function deliver(batch: readonly QueueRecord[]): Promise<void> {
    const fault = faults?.onDelivery({ caller: callerName(mapping.functionName), service: 'sqs' })
    const records = fault?.action === 'reorder' ? holdBackFirst(queue, batch) : batch
    if (fault?.action === 'delay') await pause(fault.ms)
    const result = await functions.invoke(mapping.functionArn, { Records: records })
    const failed = failedOf(mapping, records, result)
    for (const record of records) {
      // A failed message stays in flight until its visibility timeout has passed.
      if (failed !== 'all' && !failed.has(record.messageId)) finish(record, fault)
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve)
      cutShort.add(() => {
        cancel()
        resolve()
      })
    })
  }

  function finish(record: QueueRecord, fault: DeliveryFault | undefined): void {
    const message = queue.inflightMessages.get(record.receiptHandle)?.message
    queue.deleteMessage(record.receiptHandle)
    if (fault?.action === 'duplicate' && message !== undefined) queue.enqueue({ ...message })
  }

  function lookForWhatTimeBrings(): void {
    clearTimeout(lookAgain)
    lookAgain = undefined
    const somethingWaits = queue.inflightMessages.size > 0 || waitsForDelay(queue)
    if (!stopped && somethingWaits) lookAgain = setTimeout(work, LOOK_AGAIN_MS).unref()
  }

  return {
    pending() {
      if (failure !== undefined) throw failure
      return visible(queue) + gathered.length + invocations.size
    },
    async stop() {
      stopped = true
      clearTimeout(lookAgain)
      cancelWindow?.()
      for (const end of cutShort) end()
      await Promise.all(invocations)
    },
  }
}

/** The failed messages: all when the invocation failed, else those that the function reports, if enabled. */
function failedOf(
  mapping: Mapping,
  records: readonly QueueRecord[],
  result: InvokeResult,
): ReadonlySet<string> | 'all' {
  if (!result.ok) return 'all'
  if (!mapping.reportsItemFailures) return new Set()
  return failedItems(result.payload, new Set(records.map((record) => record.messageId)))
}

/** Reverses a batch and returns its first message to the queue, as if it had not been received. */
function holdBackFirst(queue: SqsQueue, batch: readonly QueueRecord[]): readonly QueueRecord[] {
  const [first, ...others] = batch
  if (first === undefined || others.length === 0) return batch
  const message = queue.inflightMessages.get(first.receiptHandle)?.message
  if (message !== undefined) message.approximateReceiveCount--
  queue.changeVisibility(first.receiptHandle, 0)
  return others.reverse()
}

/** Filters receive the body parsed when it is JSON. */
function withParsedBody(record: QueueRecord): object {
  try {
    return { ...record, body: JSON.parse(record.body) as unknown }
  } catch {
    return record
  }
}

function visible(queue: SqsQueue): number {
  return Number(queue.getAttribute('ApproximateNumberOfMessages'))
}

function waitsForDelay(queue: SqsQueue): boolean {
  return Number(queue.getAttribute('ApproximateNumberOfMessagesDelayed')) > 0
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const chosen: T[] = []
  const others: T[] = []
  for (const item of items) (test(item) ? chosen : others).push(item)
  return [chosen, others]
}
