import { randomUUID } from 'node:crypto'
import type { CloudClock, CloudPart, CloudResource } from '../contracts.ts'
import { ACCOUNT, REGION } from '../physical-names.ts'
import type { EventBus } from './event-bus.ts'
import type { DeliveryTarget } from './event-delivery.ts'
import { type BusEvent, eventTime } from './event-entries.ts'
import { readDelivery, readTargets } from './rule-targets.ts'
import { compileSchedule, type NextTime } from './schedule-expression.ts'

/** The schedules. The bus counts what they started, so nothing here is pending. */
export interface Schedules extends CloudPart {
  /** Short names of the schedules. */
  readonly names: readonly string[]
  /**
   * Fires a schedule now, whatever its expression is.
   *
   * @throws Error when no schedule has the name
   */
  fireNow(name: string): void
  /** Disables a schedule (`aws events disable-rule`) until `enable`. Throws as `fireNow`. */
  disable(name: string): void
  enable(name: string): void
}

interface SchedulesOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly deliver: EventBus['deliver']
}

interface Schedule {
  readonly name: string
  readonly next: NextTime
  /** Fires for a time in ms since the epoch. */
  readonly fire: (scheduledFor: number) => void
}

/**
 * Starts the template's schedules (`AWS::Scheduler::Schedule` and rules with a `ScheduleExpression`) on the
 * cloud's clock.
 *
 * @throws Error naming a schedule with an unsupported expression or target
 */
export async function startSchedules(options: SchedulesOptions): Promise<Schedules> {
  const { resources, clock } = options
  const schedules = resources.filter(isScheduled).map((resource) => readSchedule(resource, options))
  const cancels = new Map<Schedule, () => void>()
  const disabled = new Set<Schedule>()

  function arm(schedule: Schedule, after: number): void {
    const due = schedule.next(after)
    if (due === undefined) return
    const cancel = clock.after(due - clock.now(), () => {
      // The next time counts from this one, so that an advance of the clock skips none.
      arm(schedule, due)
      if (!disabled.has(schedule)) schedule.fire(due)
    })
    cancels.set(schedule, cancel)
  }

  function named(name: string): Schedule {
    const schedule = schedules.find((one) => one.name === name)
    if (schedule !== undefined) return schedule
    throw new Error(`No schedule is called ${name}; there are: ${schedules.map((one) => one.name)}`)
  }

  for (const schedule of schedules) arm(schedule, clock.now())

  return {
    names: schedules.map(({ name }) => name),
    fireNow: (name) => named(name).fire(clock.now()),
    disable: (name) => void disabled.add(named(name)),
    enable: (name) => void disabled.delete(named(name)),
    pending: () => 0,
    stop: async () => {
      for (const cancel of cancels.values()) cancel()
    },
  }
}

function isScheduled({ type, properties }: CloudResource): boolean {
  const scheduled = type === 'AWS::Scheduler::Schedule' || type === 'AWS::Events::Rule'
  return scheduled && properties.ScheduleExpression !== undefined && properties.State !== 'DISABLED'
}

function readSchedule(resource: CloudResource, { clock, deliver }: SchedulesOptions): Schedule {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: timezone } = resource.properties
  try {
    const next = compileSchedule(expression, clock.now(), timezone)
    const targetsAt =
      resource.type === 'AWS::Events::Rule' ? ruleTargets(resource) : schedulerTarget(resource)
    const source = resource.type === 'AWS::Events::Rule' ? 'aws.events' : 'aws.scheduler'
    return {
      name: resource.name,
      next,
      fire: (scheduledFor) => {
        const event = scheduledEvent(source, resource.arn, scheduledFor)
        for (const target of targetsAt(scheduledFor)) deliver(target, event)
      },
    }
  } catch (error) {
    throw new Error(`Schedule ${resource.name} cannot be run: ${(error as Error).message}`, { cause: error })
  }
}

function ruleTargets(resource: CloudResource): () => readonly DeliveryTarget[] {
  const targets = readTargets(resource)
  return () => targets
}

function schedulerTarget({ arn, properties }: CloudResource): (time: number) => readonly DeliveryTarget[] {
  const target: CloudResource['properties'] = properties.Target
  const delivery = readDelivery(target, { SCHEDULE_ARN: arn })
  return (time) => {
    const scheduledTime = eventTime(time)
    const executionId = randomUUID()
    return [
      {
        ...delivery,
        origin: { ...delivery.origin, SCHEDULED_TIME: scheduledTime },
        input: (event) =>
          ((target.Input as string | undefined) ?? JSON.stringify(event))
            .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
            .replaceAll('<aws.scheduler.schedule-arn>', arn)
            .replaceAll('<aws.scheduler.execution-id>', executionId),
      },
    ]
  }
}

function scheduledEvent(source: 'aws.events' | 'aws.scheduler', arn: string, time: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account: ACCOUNT,
    time: eventTime(time),
    region: REGION,
    resources: [arn],
    // The Scheduler sends the detail as text, rules as an object.
    detail: source === 'aws.scheduler' ? '{}' : {},
  }
}
