import type { Report } from '../cloudwatch/metrics.ts'
import type { CloudClock } from '../contracts.ts'
import type { QueueEvent, Queues } from './queues.ts'

/** The metrics of SQS (namespace `AWS/SQS`). */
export interface QueueMetrics {
  /** Records an event of a message. */
  readonly noticed: (event: QueueEvent) => void
  /** Reports message count and age of the oldest message, for the queues in use. */
  readonly gauge: (queues: Pick<Queues, 'queue'>, endOfMinute: number) => void
}

/** SQS keeps reporting for an unused queue for this long. */
const ACTIVE_MS = 6 * 3_600_000

const COUNTERS = {
  published: 'NumberOfMessagesSent',
  consumed: 'NumberOfMessagesDeleted',
  dlq: undefined,
} as const

interface Usage {
  lastUsed: number
  /** Arrival time of each message in the queue, by the cloud's clock. */
  readonly arrivals: Map<string, number>
}

/** Creates the metrics of all queues. */
export function createQueueMetrics(clock: Pick<CloudClock, 'now'>, report: Report): QueueMetrics {
  const usages = new Map<string, Usage>()

  function noticed({ queueName, messageId, status }: QueueEvent): void {
    let usage = usages.get(queueName)
    if (usage === undefined) usages.set(queueName, (usage = { lastUsed: 0, arrivals: new Map() }))
    usage.lastUsed = clock.now()
    if (status === 'published') usage.arrivals.set(messageId, usage.lastUsed)
    else usage.arrivals.delete(messageId)
    const counter = COUNTERS[status]
    if (counter !== undefined) report(counter, { QueueName: queueName })
  }

  function gauge(queues: Pick<Queues, 'queue'>, endOfMinute: number): void {
    for (const [queueName, { lastUsed, arrivals }] of usages) {
      const { ready, inflight, delayed } = queues.queue(queueName).inspectMessages()
      const messages = [...ready, ...delayed, ...inflight.map(({ message }) => message)]
      if (messages.length === 0 && endOfMinute - lastUsed > ACTIVE_MS) continue
      const oldest = Math.min(
        ...messages.map(({ messageId }) => arrivals.get(messageId) ?? endOfMinute),
        endOfMinute,
      )
      const say = (name: string, value: number) =>
        report(name, { QueueName: queueName }, value, endOfMinute - 1)
      say('ApproximateNumberOfMessagesVisible', ready.length)
      say('ApproximateNumberOfMessagesNotVisible', inflight.length)
      say('ApproximateNumberOfMessagesDelayed', delayed.length)
      say('ApproximateAgeOfOldestMessage', Math.floor((endOfMinute - oldest) / 1000))
    }
  }

  return { noticed, gauge }
}
