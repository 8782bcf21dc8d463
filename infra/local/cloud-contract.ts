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

/** The synthesised app, running on this machine. */
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
  /** Whether rules, streams and asynchronous invocations may send to a queue. */
  readonly queuePolicies: Pick<QueueSender, 'deny' | 'allow'>
  readonly schedules: Schedules
  readonly secrets: Secrets
  /** Types in the templates that nobody has decided about; see resource-types.ts. */
  readonly unknownTypes: readonly string[]
  /** Waits until nothing is under way any more; work that only waits for the clock does not count. */
  idle(options?: IdleOptions): Promise<void>
  stop(): Promise<void>
}

/** Where the cloud answers; the services without any faults in between. */
export interface CloudEndpoints extends ServiceEndpoints {
  /** Base URL of the HTTP API; empty when the templates have none. */
  readonly api: string
  /** URL that gives OAuth 2 tokens. */
  readonly token: string
  readonly smtp: string
  /** Where a person sees the mails that were sent. */
  readonly mailViewer: string
  /** CloudWatch: alarms, their history and notices, and the clock; a page for a person. */
  readonly monitoring: string
}

export interface CloudOptions<P extends Principals = Principals> {
  /** Folder of the cloud assembly. */
  readonly assembly: string
  /** Of the HTTP API; a free one when left out. */
  readonly port?: number
  /** Where tables, queues and secrets are kept; in memory when left out. */
  readonly dataDir?: string
  readonly clock?: CloudClock
  /** File that gets all log lines; they are in memory anyhow. */
  readonly logFile?: string
  /** Environments of one function at once; see `FunctionPoolOptions`. */
  readonly maxEnvironments?: number
  /** Queues' batches do not wait to be filled, whatever window the template gives them: for tests that wait for each. */
  readonly withoutWindows?: boolean
  /** Clients and people that can obtain tokens, given the scopes of the template; none by default. */
  readonly principals?: (scopes: readonly string[]) => P
  /** Environment variables for all functions, besides those of the template; given the identity server's URL. */
  readonly variables?: (urls: { readonly identity: string }) => Readonly<Record<string, string>>
  /** Hears of each invocation of a function when it ends. */
  readonly onInvocation?: (invocation: Invocation) => void
  /** Faults that befall the calls of functions, and what streams, queues and the bus deliver to them. */
  readonly faults?: FaultPlan
  /** Where the functions find the services instead: what stands in between sees all their calls. */
  readonly between?: (services: ServiceEndpoints) => ServiceEndpoints | Promise<ServiceEndpoints>
}
