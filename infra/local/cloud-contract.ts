import type { Alarms } from './cloudwatch/alarms.ts'
import type { Monitoring } from './cloudwatch/monitoring.ts'
import type { Topics } from './cloudwatch/topics.ts'
import type { CloudClock, CloudResource, Functions, ServiceEndpoints } from './contracts.ts'
import type { EventBus } from './events/event-bus.ts'
import type { Schedules } from './events/schedules.ts'
import type { FaultPlan } from './faults/fault-plan.ts'
import type { Identity } from './identity/identity.ts'
import type { Principals } from './identity/principals.ts'
import type { IdleOptions } from './idle.ts'
import type { FunctionPool, Invocation } from './lambda/function-pool.ts'
import type { Logs } from './lambda/logs.ts'
import type { MailOut } from './mail/mail-out.ts'
import type { QueueSender } from './sqs/queue-sender.ts'
import type { Queues } from './sqs/queues.ts'
import type { Secrets } from './storage/secrets.ts'

/** The synthesised app on this machine. */
export interface Cloud<P extends Principals = Principals> {
  readonly endpoints: CloudEndpoints
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly functions: Functions & Pick<FunctionPool, 'crash' | 'reload' | 'reserve'>
  readonly bus: EventBus
  readonly identity: Identity<P>
  readonly logs: Logs
  readonly mail: MailOut
  readonly alarms: Alarms
  readonly metrics: Monitoring['metrics']
  readonly topics: Topics
  readonly queues: Queues
  /** Denies or allows rules, streams and asynchronous invocations to send to a queue. */
  readonly queuePolicies: Pick<QueueSender, 'deny' | 'allow'>
  readonly schedules: Schedules
  readonly secrets: Secrets
  /** Resource types of the templates that are neither simulated nor ignored; see resource-types.ts. */
  readonly unknownTypes: readonly string[]
  /** Resolves when no work is in progress; work that waits for the clock does not count. */
  idle(options?: IdleOptions): Promise<void>
  stop(): Promise<void>
}

/** Endpoints of the cloud; those of services without injected faults. */
export interface CloudEndpoints extends ServiceEndpoints {
  /** Base URL of the HTTP API; empty when the templates have none. */
  readonly api: string
  /** OAuth 2 token endpoint. */
  readonly token: string
  readonly smtp: string
  /** Web page with the sent mails. */
  readonly mailViewer: string
  /** CloudWatch: alarms, their history and notices, and the clock; also a web page. */
  readonly monitoring: string
}

export interface CloudOptions<P extends Principals = Principals> {
  /** Folder of the cloud assembly. */
  readonly assembly: string
  /** Port of the HTTP API; a free one by default. */
  readonly port?: number
  /** Folder of tables, queues and secrets; in memory by default. */
  readonly dataDir?: string
  readonly clock?: CloudClock
  /** File for all log lines, besides memory. */
  readonly logFile?: string
  /** Concurrent environments per function; see `FunctionPoolOptions`. */
  readonly maxEnvironments?: number
  /** Ignores the batching windows of queues, for tests that wait for each message. */
  readonly withoutWindows?: boolean
  /** Clients and people that can obtain tokens, given the scopes of the template; none by default. */
  readonly principals?: (scopes: readonly string[]) => P
  /** Environment variables for all functions, besides those of the template; given the identity server's URL. */
  readonly variables?: (urls: { readonly identity: string }) => Readonly<Record<string, string>>
  /** Called at the end of each invocation. */
  readonly onInvocation?: (invocation: Invocation) => void
  /** Faults of the functions' service calls, and of deliveries by streams, queues and the bus. */
  readonly faults?: FaultPlan
  /** Replaces the service endpoints of the functions, to observe all their calls. */
  readonly between?: (services: ServiceEndpoints) => ServiceEndpoints | Promise<ServiceEndpoints>
}
