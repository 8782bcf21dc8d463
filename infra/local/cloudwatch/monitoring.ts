import type { CloudClock, CloudResource, Functions } from '../contracts.ts'
import { createDeliveryMetrics } from '../events/delivery-metrics.ts'
import type { EventBus } from '../events/event-bus.ts'
import { createFunctionMetrics, type FunctionMetrics } from '../lambda/function-metrics.ts'
import { createMailMetrics } from '../mail/mail-metrics.ts'
import type { MailOut } from '../mail/mail-out.ts'
import { createQueueMetrics } from '../sqs/queue-metrics.ts'
import type { Queues } from '../sqs/queues.ts'
import { createTableMetrics } from '../storage/table-metrics.ts'
import type { StreamSources } from '../streams/stream-source.ts'
import { createAlarmActions } from './alarm-actions.ts'
import { type Alarms, startAlarms } from './alarms.ts'
import { recordLine } from './log-metrics.ts'
import { createAccessMetrics } from './metric-filters.ts'
import { type Metrics, openMetrics, type Report } from './metrics.ts'
import { openTopics, type Topics } from './topics.ts'

/** Reporters for the parts of the cloud, available before they start. */
export interface Monitoring {
  readonly metrics: Metrics
  /** Of `AWS/ApiGateway`. */
  readonly api: Report
  /** Of `AWS/Lambda`. */
  readonly lambda: Report
  readonly functions: FunctionMetrics
  readonly onStep: ReturnType<typeof createDeliveryMetrics>
  readonly onMessage: ReturnType<typeof createQueueMetrics>['noticed']
  readonly onMailEvent: ReturnType<typeof createMailMetrics>
  readonly onAnswer: ReturnType<typeof createTableMetrics>
  /** Reads a log line, which may contain metrics. */
  onLine(line: string): void
  /** Reads a line of the API's access log, which metric filters may count. */
  onAccess(line: string): void
  /** Starts the alarms, after the parts that their actions need. */
  watch(parts: WatchedParts): { readonly alarms: Alarms; readonly topics: Topics }
}

interface WatchedParts {
  readonly queues: Queues
  readonly streams: StreamSources
  readonly bus: EventBus
  readonly mail: MailOut
  readonly functions: Functions
}

interface MonitoringOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
}

/** Opens CloudWatch: metrics of services and logs, and the alarms on them. */
export function openMonitoring({ resources, clock }: MonitoringOptions): Monitoring {
  const metrics = openMetrics(clock)
  const queueMetrics = createQueueMetrics(clock, metrics.reporter('AWS/SQS'))
  const lambda = metrics.reporter('AWS/Lambda')

  function watch({ queues, streams, bus, mail, functions }: WatchedParts) {
    const topics = openTopics({
      resources,
      clock,
      functions,
      toQueues: queues.send,
      mail: (notice) => void mail.post(notice),
    })
    const alarms = startAlarms({
      resources,
      clock,
      metrics,
      gauges: [(endOfMinute) => queueMetrics.gauge(queues, endOfMinute), streams.gauge],
      onChange: createAlarmActions({ topics, put: bus.put, functions }),
    })
    return { alarms, topics }
  }

  return {
    metrics,
    api: metrics.reporter('AWS/ApiGateway'),
    lambda,
    functions: createFunctionMetrics(resources, lambda),
    onStep: createDeliveryMetrics(metrics.reporter('AWS/Events'), metrics.reporter('AWS/Scheduler')),
    onMessage: queueMetrics.noticed,
    onMailEvent: createMailMetrics(metrics.reporter('AWS/SES')),
    onAnswer: createTableMetrics(metrics.reporter('AWS/DynamoDB')),
    onLine: (line) => recordLine(line, metrics),
    onAccess: createAccessMetrics(resources, metrics),
    watch,
  }
}
