import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CloudClock, CloudPart, CloudResource, Functions } from '../contracts.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'
import type { SendMessage } from '../sqs/queue-sender.ts'
import { createDeliveries, type DeliveryStep, type DeliveryTarget } from './event-delivery.ts'
import {
  type BusEvent,
  type EntryFailure,
  isEvent,
  type PutEventsEntry,
  readEntry,
  rejectCall,
} from './event-entries.ts'
import { compilePattern, type Matcher } from './event-pattern.ts'
import { readTargets } from './rule-targets.ts'

/** The event buses: the default one and those of the template. */
export interface EventBus extends CloudPart {
  /** Endpoint of PutEvents. */
  readonly url: string
  /** Publishes events as an AWS service: sources may begin with `aws.`, and no limit applies. */
  put(busName: string, entries: readonly PutEventsEntry[]): readonly PutEventsResult[]
  /** Sends an event directly to a target, as schedules do. */
  deliver(target: DeliveryTarget, event: BusEvent): void
}

/** Result of one entry. */
type PutEventsResult = { readonly EventId: string } | EntryFailure

export interface EventBusOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly functions: Functions
  readonly send: SendMessage
  /** Faults of deliveries to targets, by the name at the end of their ARN. */
  readonly faults?: FaultPlan
  /** Called for each step of a delivery. */
  readonly onStep?: (target: DeliveryTarget, step: DeliveryStep) => void
  readonly port?: number
}

interface Rule {
  readonly matches: Matcher
  readonly targets: readonly DeliveryTarget[]
}

/**
 * Starts the event buses: matches published events with the template's rules, and sends matches to the rules'
 * targets.
 *
 * @throws Error naming a rule with an unsupported pattern, bus or target
 */
export async function startEventBus(options: EventBusOptions): Promise<EventBus> {
  const { resources, clock } = options
  const deliveries = createDeliveries(options)
  const rules = readRules(resources)

  function putEntry(entry: PutEventsEntry, busName: string, fromService: boolean): PutEventsResult {
    const arrival = { id: randomUUID(), now: clock.now(), fromService }
    const event = readEntry(entry, arrival)
    if (!isEvent(event)) return event
    // AWS accepts events for an unknown bus and drops them.
    for (const rule of rules.get(busName) ?? []) {
      if (rule.matches(event)) for (const target of rule.targets) deliveries.deliver(target, event)
    }
    return { EventId: event.id }
  }

  function putEvents(entries: readonly PutEventsEntry[]): Answer {
    const refusal = rejectCall(entries)
    if (refusal) return { status: 400, body: refusal }
    const results = entries.map((entry) => putEntry(entry, busNameOf(entry.EventBusName), false))
    const failed = results.filter((result) => 'ErrorCode' in result).length
    return { status: 200, body: { FailedEntryCount: failed, Entries: results } }
  }

  const server = createServer((request, response) => void answer(request, response, putEvents))
  await new Promise<void>((listening) => server.listen(options.port ?? 0, '127.0.0.1', listening))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (busName, entries) => entries.map((entry) => putEntry(entry, busName, true)),
    deliver: deliveries.deliver,
    pending: deliveries.pending,
    stop: () => {
      deliveries.stop()
      server.closeAllConnections()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
}

function readRules(resources: readonly CloudResource[]): ReadonlyMap<string, readonly Rule[]> {
  const buses = resources.filter(({ type }) => type === 'AWS::Events::EventBus')
  const rules = new Map<string, Rule[]>([
    ['default', []],
    ...buses.map(({ ref, properties }): [string, Rule[]] => [properties.Name ?? ref, []]),
  ])
  for (const resource of resources) {
    const { EventPattern: pattern, EventBusName: bus, State: state } = resource.properties
    if (resource.type !== 'AWS::Events::Rule' || pattern === undefined || state === 'DISABLED') continue
    const siblings = rules.get(busNameOf(bus))
    if (!siblings)
      throw new Error(`Rule ${resource.name} is on the bus ${String(bus)}, which the template lacks`)
    siblings.push(readRule(resource, pattern))
  }
  return rules
}

function readRule(resource: CloudResource, pattern: unknown): Rule {
  try {
    return { matches: compilePattern(pattern), targets: readTargets(resource) }
  } catch (error) {
    throw new Error(`Rule ${resource.name} cannot be run: ${(error as Error).message}`, { cause: error })
  }
}

/** Bus names may be ARNs. */
function busNameOf(bus: string | undefined): string {
  return bus?.split('/').at(-1) ?? 'default'
}

interface Answer {
  readonly status: number
  readonly body: object
}

type PutEvents = (entries: readonly PutEventsEntry[]) => Answer

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  putEvents: PutEvents,
): Promise<void> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return // The caller went away in the middle of its call.
  }
  const { status, body } = run(request, Buffer.concat(chunks).toString(), putEvents)
  const payload = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(payload),
    'x-amzn-requestid': randomUUID(),
  })
  response.end(payload)
}

function run(request: IncomingMessage, body: string, putEvents: PutEvents): Answer {
  if (request.headers['x-amz-target'] !== 'AWSEvents.PutEvents') {
    return {
      status: 400,
      body: { __type: 'UnknownOperationException', message: 'Only PutEvents is served here' },
    }
  }
  const entries = readCall(body)
  return entries
    ? putEvents(entries)
    : { status: 400, body: { __type: 'SerializationException', message: 'The body is not a PutEvents call' } }
}

function readCall(body: string): readonly PutEventsEntry[] | undefined {
  try {
    const { Entries: entries } = JSON.parse(body) as { Entries?: unknown }
    return Array.isArray(entries) ? (entries as PutEventsEntry[]) : undefined
  } catch {
    return undefined
  }
}
