import type { CloudClock, Functions } from '../contracts.ts'
import { callerName, type FaultPlan } from '../faults/fault-plan.ts'
import type { SendMessage } from '../sqs/queue-sender.ts'
import type { QueueMessage } from '../sqs/queues.ts'
import type { BusEvent } from './event-entries.ts'

/** Target of an event, with its retry policy. */
export interface DeliveryTarget {
  /** A queue or a function. */
  readonly arn: string
  readonly input: (event: BusEvent, arrivedAt: number) => string
  /** For FIFO queues. */
  readonly groupId?: string
  readonly maximumRetries: number
  readonly maximumAgeMs: number
  readonly deadLetterArn?: string
  /** Attributes of the dead letter besides the error, such as `RULE_ARN`. */
  readonly origin: Readonly<Record<string, string>>
}

/** Steps of a delivery. */
export type DeliveryStep =
  | 'started'
  | 'attempted'
  | 'retried'
  | 'delivered'
  /** Given up after all retries. */
  | 'failed'
  | 'buried'
  /** The dead-letter queue rejected it. */
  | 'lost'

/** Delivers events to targets, with retries, then to the dead-letter queue. */
interface Deliveries {
  deliver(target: DeliveryTarget, event: BusEvent): void
  /** Deliveries in progress; those that wait for a retry do not count. */
  pending(): number
  stop(): void
}

interface DeliveriesOptions {
  readonly clock: CloudClock
  readonly functions: Functions
  readonly send: SendMessage
  readonly faults?: FaultPlan | undefined
  /** Called for each step. */
  readonly onStep?: ((target: DeliveryTarget, step: DeliveryStep) => void) | undefined
}

interface Delivery {
  readonly target: DeliveryTarget
  readonly event: BusEvent
  readonly arrivedAt: number
  retries: number
}

interface Failure {
  readonly code: string
  readonly message: string
  readonly permanent: boolean
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 600_000
/** How long a reordered event waits for a later one. */
const OVERTAKING_MS = 200

/** Creates the deliveries of an event bus; see `Deliveries`. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { clock, functions, send, faults, onStep = () => undefined } = options
  let open = 0
  let stopped = false
  const timers = new Set<() => void>()
  const overtaken = new Map<string, readonly Delivery[]>()

  function deliver(target: DeliveryTarget, event: BusEvent): void {
    const delivery = { target, event, arrivedAt: clock.now(), retries: 0 }
    open += 1
    onStep(target, 'started')
    const fault = faults?.onDelivery({ caller: nameIn(target.arn), service: 'events' })
    if (fault?.action === 'delay') later(fault.ms, () => attempt(delivery))
    else if (fault?.action === 'reorder') letBeOvertaken(delivery)
    else void overtake(delivery, fault?.action === 'duplicate' ? 2 : 1)
  }

  function letBeOvertaken(delivery: Delivery): void {
    const { arn } = delivery.target
    overtaken.set(arn, [...(overtaken.get(arn) ?? []), delivery])
    later(OVERTAKING_MS, () => letGo(arn))
  }

  async function overtake(delivery: Delivery, times: number): Promise<void> {
    for (let time = 1; time <= times; time += 1) {
      if (time < times) open += 1
      await attempt({ ...delivery })
    }
    await letGo(delivery.target.arn)
  }

  async function letGo(arn: string): Promise<void> {
    const late = overtaken.get(arn) ?? []
    overtaken.delete(arn)
    await Promise.all(late.map(attempt))
  }

  async function attempt(delivery: Delivery): Promise<void> {
    try {
      onStep(delivery.target, 'attempted')
      await hand(delivery)
      onStep(delivery.target, 'delivered')
      if (!stopped) open -= 1
    } catch (error) {
      if (!stopped) await afterFailure(delivery, readFailure(error as Error))
    }
  }

  /** `async`, so that an error thrown synchronously is a rejection too. */
  async function hand({ target, event, arrivedAt }: Delivery): Promise<void> {
    const body = target.input(event, arrivedAt)
    if (target.arn.split(':')[2] === 'lambda') {
      functions.invokeAsync(target.arn, JSON.parse(body))
      return
    }
    await send(target.arn, { body, ...(target.groupId !== undefined && { groupId: target.groupId }) })
  }

  async function afterFailure(delivery: Delivery, failure: Failure): Promise<void> {
    const exhausted = failure.permanent ? undefined : exhaustedCondition(delivery)
    if (!failure.permanent && exhausted === undefined) {
      onStep(delivery.target, 'retried')
      const wait = backoff(delivery.retries)
      delivery.retries += 1
      open -= 1
      later(wait, () => {
        open += 1
        return attempt(delivery)
      })
      return
    }
    await bury(delivery, failure, exhausted)
    if (!stopped) open -= 1
  }

  function exhaustedCondition({ target, retries, arrivedAt }: Delivery): string | undefined {
    if (retries >= target.maximumRetries) return 'MaximumRetryAttempts'
    return clock.now() - arrivedAt >= target.maximumAgeMs ? 'MaximumEventAgeInSeconds' : undefined
  }

  async function bury(delivery: Delivery, failure: Failure, exhausted: string | undefined): Promise<void> {
    const { target } = delivery
    const { deadLetterArn } = target
    onStep(target, 'failed')
    if (deadLetterArn === undefined) return
    try {
      await send(deadLetterArn, deadLetter(delivery, failure, exhausted))
      onStep(target, 'buried')
    } catch {
      onStep(target, 'lost')
      // As on AWS the event is lost; only the metric InvocationsFailedToBeSentToDlq reports it.
    }
  }

  function later(ms: number, run: () => Promise<void>): void {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel)
      void run()
    })
    timers.add(cancel)
  }

  return {
    deliver,
    pending: () => open,
    stop: () => {
      stopped = true
      for (const cancel of timers) cancel()
      timers.clear()
      open = 0
    },
  }
}

function nameIn(arn: string): string {
  return callerName(arn.split(':').at(-1) ?? '')
}

/** Exponential backoff with jitter; AWS documents only 185 attempts in 24 hours by default. */
function backoff(retries: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retries)
  return ceiling * (0.5 + Math.random() / 2)
}

const PERMANENT: Record<string, string> = {
  QueueDoesNotExist: 'NO_RESOURCE',
  ResourceNotFoundException: 'NO_RESOURCE',
  AccessDenied: 'NO_PERMISSIONS',
  AccessDeniedException: 'NO_PERMISSIONS',
  InvalidMessageContents: 'INVALID_PARAMETER',
  InvalidParameterValue: 'INVALID_PARAMETER',
  /** An input for a function that is not JSON. */
  SyntaxError: 'INVALID_PARAMETER',
}

function readFailure({ name, message }: Error): Failure {
  const permanent = PERMANENT[name]
  if (permanent !== undefined) return { code: permanent, message, permanent: true }
  const code = /throttl|overlimit/i.test(name) ? 'THROTTLING' : 'SDK_CLIENT_ERROR'
  return { code, message, permanent: false }
}

function deadLetter(
  { target, event, retries }: Delivery,
  failure: Failure,
  exhausted: string | undefined,
): QueueMessage {
  return {
    body: JSON.stringify(event),
    attributes: {
      ...target.origin,
      TARGET_ARN: target.arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    },
  }
}
