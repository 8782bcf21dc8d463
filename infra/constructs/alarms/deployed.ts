import { Duration, Stack } from 'aws-cdk-lib'
import { Table } from 'aws-cdk-lib/aws-dynamodb'
import { CfnRule, Rule } from 'aws-cdk-lib/aws-events'
import {
  CfnEventInvokeConfig,
  CfnEventSourceMapping,
  Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { IConstruct } from 'constructs'
import { shortName } from '../../names.ts'

export interface DeployedFunctionUse {
  readonly handler: LambdaFunction
  /** Interval of its schedule, if it has one. */
  readonly every?: Duration
  /** It reads a stream. */
  readonly isOfStream: boolean
  /** An event invokes it directly, without a queue. */
  readonly isOfEvents: boolean
}

export interface DeployedQueue {
  readonly queue: Queue
  /** Whether a function consumes it; a queue without a consumer is a failure queue. */
  readonly isEmptied: boolean
}

/** Deployed resources that can fail: each gets alarms. */
export interface Deployed {
  readonly functions: readonly DeployedFunctionUse[]
  readonly queues: readonly DeployedQueue[]
  readonly rules: readonly Rule[]
  readonly tables: readonly Table[]
}

const allowedWaits = new WeakMap<Queue, Duration>()

/** Sets how long messages of a queue may wait, for work that is scheduled for later. */
export const allowWait = (queue: Queue, duration: Duration): void => void allowedWaits.set(queue, duration)

/** How long a message may wait before it is late; five minutes by default. */
export const allowedWaitOf = (queue: Queue): Duration => allowedWaits.get(queue) ?? Duration.minutes(5)

/** Name of a construct in alarms and on dashboards: its path within its stack, such as `orders-dead-letters`. */
export const subjectOf = ({ node }: IConstruct): string => shortName(node.path)

/** Scans whole stacks. Error: a resource for which no alarm is defined. */
export function deployedIn(stacks: readonly Stack[]): Deployed {
  const constructs = stacks.flatMap((stack) => stack.node.findAll())
  const all = <C extends IConstruct>(type: abstract new (...args: never[]) => C): C[] =>
    constructs.filter((one): one is C => one instanceof type)
  const [unwatched] = all(CfnSchedule)
  if (unwatched !== undefined)
    throw new Error(`${unwatched.node.path}: no alarms are defined for EventBridge Scheduler schedules.`)
  const mappings = all(CfnEventSourceMapping)
  const rules = all(Rule)
  const invokeConfigs = all(CfnEventInvokeConfig)
  return {
    rules,
    tables: all(Table),
    queues: all(Queue).map((queue) => ({
      queue,
      isEmptied: mappings.some((mapping) => names(mapping, mapping.eventSourceArn, queue)),
    })),
    functions: all(LambdaFunction).map((handler) => {
      const starting = rules.map(cfnRule).filter((rule) => names(rule, rule.targets, handler))
      const every = starting.flatMap(({ scheduleExpression }) => scheduleExpression ?? [])[0]
      return {
        handler,
        ...(every === undefined ? {} : { every: intervalOf(every) }),
        isOfStream: mappings.some(
          (mapping) =>
            mapping.startingPosition !== undefined && names(mapping, mapping.functionName, handler),
        ),
        isOfEvents:
          starting.some(({ scheduleExpression }) => scheduleExpression === undefined) ||
          invokeConfigs.some((config) => names(config, config.functionName, handler)),
      }
    }),
  }
}

export const cfnRule = (rule: Rule): CfnRule => rule.node.defaultChild as CfnRule

/** Whether a property refers to a resource. */
function names(owner: IConstruct, property: unknown, resource: LambdaFunction | Queue): boolean {
  const logicalId = Stack.of(resource).getLogicalId(resource.node.defaultChild as CfnRule)
  return (JSON.stringify(Stack.of(owner).resolve(property)) ?? '').includes(`"${logicalId}"`)
}

/** Interval of a schedule expression; a day for cron. */
function intervalOf(expression: string): Duration {
  const [, count = '1', unit = 'day'] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  if (unit === 'minute') return Duration.minutes(Number(count))
  return unit === 'hour' ? Duration.hours(Number(count)) : Duration.days(Number(count))
}
