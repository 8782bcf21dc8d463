import type { CloudResource, Functions } from '../contracts.ts'
import type { EventBus } from '../events/event-bus.ts'
import { ACCOUNT } from '../physical-names.ts'
import type { AlarmState } from './alarm-evaluation.ts'
import type { AlarmChange } from './alarms.ts'
import type { Topics } from './topics.ts'

interface AlarmActionsOptions {
  readonly topics: Topics
  readonly put: EventBus['put']
  readonly functions: Pick<Functions, 'invokeAsync'>
}

const ACTIONS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'AlarmActions',
  OK: 'OKActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
}

/** Creates the actions of a state change: topics, functions, and the event on the default bus. */
export function createAlarmActions(options: AlarmActionsOptions): (change: AlarmChange) => void {
  const { topics, put, functions } = options
  return (change) => {
    const { alarm, to } = change
    put('default', [stateChangeEvent(change)])
    if (alarm.properties.ActionsEnabled === false) return
    for (const arn of (alarm.properties[ACTIONS[to]] ?? []) as string[]) {
      const service = arn.split(':')[2]
      const subject = `${to}: "${alarm.name}" in US East (N. Virginia)`
      if (service === 'sns') topics.publish(arn, subject, JSON.stringify(noticeOf(change)))
      if (service === 'lambda') functions.invokeAsync(arn, functionEvent(change))
    }
  }
}

/** Message text that CloudWatch publishes to a topic. */
function noticeOf({ alarm, from, to, reason, at }: AlarmChange): object {
  const { properties } = alarm
  return {
    AlarmName: alarm.name,
    AlarmDescription: properties.AlarmDescription ?? null,
    AWSAccountId: ACCOUNT,
    NewStateValue: to,
    NewStateReason: reason,
    StateChangeTime: awsTime(at),
    Region: 'US East (N. Virginia)',
    AlarmArn: alarm.arn,
    OldStateValue: from,
    OKActions: properties.OKActions ?? [],
    AlarmActions: properties.AlarmActions ?? [],
    InsufficientDataActions: properties.InsufficientDataActions ?? [],
    ...(alarm.kind === 'metric' ? { Trigger: triggerOf(properties) } : { AlarmRule: properties.AlarmRule }),
  }
}

function triggerOf(properties: CloudResource['properties']): object {
  return {
    ...(properties.Metrics === undefined
      ? {
          MetricName: properties.MetricName,
          Namespace: properties.Namespace,
          Statistic: properties.Statistic ?? properties.ExtendedStatistic,
          Dimensions: lowerCased(properties.Dimensions),
          Period: properties.Period,
        }
      : { Metrics: properties.Metrics }),
    EvaluationPeriods: properties.EvaluationPeriods,
    DatapointsToAlarm: properties.DatapointsToAlarm ?? properties.EvaluationPeriods,
    ComparisonOperator: properties.ComparisonOperator,
    Threshold: properties.Threshold,
    TreatMissingData: properties.TreatMissingData ?? 'missing',
  }
}

function lowerCased(dimensions: { Name: string; Value: unknown }[] = []): object[] {
  return dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }))
}

function stateChangeEvent({ alarm, from, to, reason, at }: AlarmChange) {
  const detail = {
    alarmName: alarm.name,
    state: { value: to, reason, timestamp: awsTime(at) },
    previousState: { value: from },
    configuration: { description: alarm.properties.AlarmDescription },
  }
  return {
    Source: 'aws.cloudwatch',
    DetailType: 'CloudWatch Alarm State Change',
    Resources: [alarm.arn],
    Detail: JSON.stringify(detail),
  }
}

function functionEvent({ alarm, from, to, reason, at }: AlarmChange): object {
  return {
    source: 'aws.cloudwatch',
    alarmArn: alarm.arn,
    accountId: ACCOUNT,
    time: awsTime(at),
    region: 'us-east-1',
    alarmData: {
      alarmName: alarm.name,
      state: { value: to, reason, timestamp: awsTime(at) },
      previousState: { value: from },
    },
  }
}

const awsTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000')
