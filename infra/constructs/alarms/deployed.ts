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
  /** How often the clock starts it, if it does. */
  readonly every?: Duration
  /** It takes changes from a stream. */
  readonly isOfStream: boolean
  /** An event starts it directly, without a queue in between. */
  readonly isOfEvents: boolean
}

export interface DeployedQueue {
  readonly queue: Queue
  /** A function empties it; what nobody empties is a queue of failures. */
  readonly isEmptied: boolean
}

/** What the stacks deploy that can fail, whoever put it there: alarms are made for all of it. */
export interface Deployed {
  readonly functions: readonly DeployedFunctionUse[]
  readonly queues: readonly DeployedQueue[]
  readonly rules: readonly Rule[]
  readonly tables: readonly Table[]
}

const allowedWaits = new WeakMap<Queue, Duration>()

/** Says that messages of a queue may wait for so long: some of its work is to be done later. */
export const allowWait = (queue: Queue, duration: Duration): void => void allowedWaits.set(queue, duration)

/** How long a message may wait before it is late: five minutes, unless something else was said. */
export const allowedWaitOf = (queue: Queue): Duration => allowedWaits.get(queue) ?? Duration.minutes(5)

/** The name of a construct in alarms and on dashboards: its path within its stack, such as `orders-dead-letters`. */
export const subjectOf = ({ node }: IConstruct): string => shortName(node.path)

/** Looks through whole stacks. Error: something that no alarm is known for. */
export function deployedIn(stacks: readonly Stack[]): Deployed {
  const constructs = stacks.flatMap((stack) => stack.node.findAll())
  const all = <C extends IConstruct>(type: abstract new (...args: never[]) => C): C[] =>
    constructs.filter((one): one is C => one instanceof type)
  const [unwatched] = all(CfnSchedule)
  if (unwatched !== undefined)
    throw new Error(
      `${unwatched.node.path}: alarms for schedules of the EventBridge Scheduler are yet to be written`,
    )
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

/** How long there is between two runs of a schedule; of a cron expression a day. */
function intervalOf(expression: string): Duration {
  const [, count = '1', unit = 'day'] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  if (unit === 'minute') return Duration.minutes(Number(count))
  return unit === 'hour' ? Duration.hours(Number(count)) : Duration.days(Number(count))
}
