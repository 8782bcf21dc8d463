import { randomUUID } from 'node:crypto'
import type { Report } from '../cloudwatch/metrics.ts'
import type { CloudClock, CloudPart, CloudResource, Functions, InvokeResult } from '../contracts.ts'
import { callerName, type FaultPlan } from '../faults/fault-plan.ts'
import type { SendMessage } from '../sqs/queue-sender.ts'
import type { FunctionPool } from './function-pool.ts'

/** Lambda's queue of asynchronous events; an event that waits for a retry is not pending. */
export interface AsynchronousInvoke extends CloudPart, Pick<Functions, 'invokeAsync'> {}

export interface AsynchronousInvokeOptions {
  readonly resources: readonly CloudResource[]
  readonly pool: Pick<FunctionPool, 'run'>
  readonly clock: CloudClock
  readonly send: SendMessage
  /** Duplicate and delayed deliveries by the service `lambda`, which guarantees no order. */
  readonly faults?: FaultPlan | undefined
  /** Receives the metrics of asynchronous events (namespace `AWS/Lambda`). */
  readonly report?: Report
}

/** Retry policy and destinations of a function. */
interface Policy {
  /** Of the function. */
  readonly name: string
  readonly functionArn: string
  readonly retries: number
  readonly maximumAgeMs: number
  readonly onSuccess: string | undefined
  readonly onFailure: string | undefined
  readonly deadLetterArn: string | undefined
}

interface Event {
  readonly policy: Policy
  readonly requestId: string
  /** JSON. */
  readonly payload: string
  readonly arrivedAt: number
  /** Failed runs; throttling does not count. */
  runs: number
  throttles: number
}

type Failed = Extract<InvokeResult, { ok: false }>

const HOUR_MS = 3_600_000
/** Lambda waits one minute before the first retry and two before the second. */
const RETRY_WAIT_MS = 60_000
const LONGEST_THROTTLE_WAIT_MS = 300_000

/**
 * Starts the queue of asynchronous events: each runs until it succeeds, its retries are used up or it is too old, and
 * then goes to the destination or the dead-letter queue (SQS) of its function.
 *
 * @throws Error naming a function whose destination is not a queue
 */
export function startAsynchronousInvoke(options: AsynchronousInvokeOptions): AsynchronousInvoke {
  const { pool, clock, send } = options
  const policies = new Map(policiesOf(options.resources).map((policy) => [policy.functionArn, policy]))
  let open = 0
  let stopped = false

  function invokeAsync(functionArn: string, event: unknown): void {
    const policy = policies.get(functionArn.split(':').slice(0, 7).join(':'))
    if (policy === undefined) {
      throw Object.assign(new Error(`Function not found: ${functionArn}`), {
        name: 'ResourceNotFoundException',
      })
    }
    count(policy, 'AsyncEventsReceived')
    const payload = JSON.stringify(event)
    const requestId = randomUUID()
    const fault = options.faults?.onDelivery({ caller: callerName(policy.name), service: 'lambda' })
    for (let copies = fault?.action === 'duplicate' ? 2 : 1; copies > 0; copies--) {
      const copy = { policy, requestId, payload, arrivedAt: clock.now(), runs: 0, throttles: 0 }
      open += 1
      if (fault?.action === 'delay') clock.after(fault.ms, () => void attempt(copy))
      else void attempt(copy)
    }
  }

  async function attempt(event: Event): Promise<void> {
    if (stopped) return
    const result = await pool.run(event.policy.functionArn, event.payload, event.requestId)
    if (stopped) return
    if (!result.ok && result.fault === 'throttled') event.throttles += 1
    else event.runs += 1
    const over = result.ok ? 'Success' : exhausted(event, result)
    if (over === undefined) return later(event, result)
    await sendResult(event, result, over)
    open -= 1
  }

  function exhausted({ policy, runs, arrivedAt }: Event, { fault }: Failed): string | undefined {
    if (fault !== 'throttled' && runs > policy.retries) return 'RetriesExhausted'
    return clock.now() - arrivedAt >= policy.maximumAgeMs ? 'EventAgeExceeded' : undefined
  }

  function later(event: Event, result: InvokeResult): void {
    const throttled = !result.ok && result.fault === 'throttled'
    const wait = throttled
      ? Math.min(LONGEST_THROTTLE_WAIT_MS, 1000 * 2 ** (event.throttles - 1))
      : RETRY_WAIT_MS * event.runs
    // The cloud's clock never keeps the process alive, so a stop need not cancel it.
    open -= 1
    clock.after(wait, () => {
      open += 1
      void attempt(event)
    })
  }

  async function sendResult(event: Event, result: InvokeResult, condition: string): Promise<void> {
    const { onSuccess, onFailure, deadLetterArn } = event.policy
    const destination = result.ok ? onSuccess : onFailure
    const record = () => ({ body: JSON.stringify(recordOf(event, result, condition, clock.now())) })
    if (!result.ok) count(event.policy, 'AsyncEventsDropped')
    // As on AWS, an event that the queue rejects is lost; only a metric reports it.
    if (destination !== undefined)
      await send(destination, record()).catch(() => count(event.policy, 'DestinationDeliveryFailures'))
    if (!result.ok && deadLetterArn !== undefined)
      await send(deadLetterArn, deadLetter(event, result)).catch(() =>
        count(event.policy, 'DeadLetterErrors'),
      )
  }

  function count({ functionArn }: Policy, metric: string): void {
    options.report?.(metric, { FunctionName: functionArn.split(':')[6]! })
  }

  return {
    invokeAsync,
    pending: () => (stopped ? 0 : open),
    stop: async () => {
      stopped = true
    },
  }
}

function policiesOf(resources: readonly CloudResource[]): Policy[] {
  const settings = resources.filter(({ type }) => type === 'AWS::Lambda::EventInvokeConfig')
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => {
      const own = settings.find(({ properties }) => {
        return [resource.ref, resource.arn].includes(String(properties.FunctionName))
      })?.properties
      const queue = (arn: unknown) => queueOf(arn, resource.name)
      return {
        name: resource.name,
        functionArn: resource.arn,
        retries: own?.MaximumRetryAttempts ?? 2,
        maximumAgeMs: own?.MaximumEventAgeInSeconds * 1000 || 6 * HOUR_MS,
        onSuccess: queue(own?.DestinationConfig?.OnSuccess?.Destination),
        onFailure: queue(own?.DestinationConfig?.OnFailure?.Destination),
        deadLetterArn: queue(resource.properties.DeadLetterConfig?.TargetArn),
      }
    })
}

function queueOf(arn: unknown, functionName: string): string | undefined {
  if (arn === undefined || String(arn).startsWith('arn:aws:sqs:')) return arn as string | undefined
  throw new Error(
    `${functionName} sends its asynchronous results to ${String(arn)}: only queues are known here`,
  )
}

/** Invocation record of a destination. */
function recordOf(event: Event, result: InvokeResult, condition: string, now: number): object {
  const { policy, requestId, payload, runs } = event
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${policy.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: runs,
    },
    requestPayload: JSON.parse(payload) as unknown,
    ...(runs > 0 && { responseContext: responseContext(result) }),
    ...(runs > 0 && { responsePayload: result.ok ? result.payload : errorOf(result) }),
  }
}

function responseContext(result: InvokeResult): object {
  return {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(!result.ok && { functionError: 'Unhandled' }),
  }
}

function errorOf({ errorType, errorMessage }: Failed): object {
  return { errorType, errorMessage }
}

function deadLetter({ requestId, payload }: Event, { errorMessage, fault }: Failed) {
  const attributes = {
    RequestID: requestId,
    ErrorCode: fault === 'throttled' ? '429' : '200',
    ErrorMessage: errorMessage.slice(0, 1024),
  }
  return { body: payload, attributes }
}
