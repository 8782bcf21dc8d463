import { createClock } from '../../../infra/local/clock.ts'
import type { CloudClock, CloudResource, Functions } from '../../../infra/local/contracts.ts'
import { type EventBus, type EventBusOptions, startEventBus } from '../../../infra/local/events/event-bus.ts'
import type { QueueMessage } from '../../../infra/local/sqs/queues.ts'

/** ARN of a test queue. */
export const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`
/** ARN of a test function. */
export const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

/** A resource as the template reader returns it. */
export function resource(
  type: string,
  name: string,
  properties: CloudResource['properties'],
  arn = `arn:aws:test:us-east-1:000000000000:${name}`,
): CloudResource {
  return { logicalId: name, type, name, ref: name, arn, properties, metadata: {} }
}

/** A rule on the default bus that sends everything of `retaguarda.orders` to one target. */
export function ruleTo(target: Record<string, unknown>, properties: object = {}): CloudResource {
  return resource(
    'AWS::Events::Rule',
    'orders-rule',
    { EventPattern: { source: ['retaguarda.orders'] }, Targets: [{ Id: 'one', ...target }], ...properties },
    'arn:aws:events:us-east-1:000000000000:rule/orders-rule',
  )
}

/** A bus whose queues and functions only record their input. */
export interface BusFixture {
  readonly bus: EventBus
  readonly clock: CloudClock
  readonly sent: { readonly queueArn: string; readonly message: QueueMessage }[]
  readonly invoked: { readonly functionArn: string; readonly event: unknown }[]
  /** Bodies sent to a queue, parsed. */
  bodies(name: string): unknown[]
  /** Sets the error of later sends to a queue; undefined removes it. */
  breakQueue(name: string, error?: Error): void
}

/** Starts a bus over the resources; stop it through `bus.stop()`. */
export async function startBusFixture(
  resources: readonly CloudResource[],
  options: Partial<EventBusOptions> = {},
): Promise<BusFixture> {
  const clock = createClock()
  const sent: { queueArn: string; message: QueueMessage }[] = []
  const invoked: { functionArn: string; event: unknown }[] = []
  const broken = new Map<string, Error>()
  const functions: Functions = {
    invoke: () => Promise.resolve({ ok: true, payload: null }),
    invokeAsync: (arn, event) => void invoked.push({ functionArn: arn, event }),
  }
  const bus = await startEventBus({
    resources,
    clock,
    functions,
    send: (arn, message) => {
      const error = broken.get(arn)
      if (error) return Promise.reject(error)
      sent.push({ queueArn: arn, message })
      return Promise.resolve()
    },
    ...options,
  })
  return {
    bus,
    clock,
    sent,
    invoked,
    bodies: (name) =>
      sent
        .filter((one) => one.queueArn === queueArn(name))
        .map((one) => JSON.parse(one.message.body) as unknown),
    breakQueue: (name, error) => {
      if (error) broken.set(queueArn(name), error)
      else broken.delete(queueArn(name))
    },
  }
}

/** An error with the code of an AWS service. */
export function serviceError(code: string, message = code): Error {
  return Object.assign(new Error(message), { name: code })
}
