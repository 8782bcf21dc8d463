import type { Report } from '../cloudwatch/metrics.ts'
import type { DeliveryStep, DeliveryTarget } from './event-delivery.ts'

/** Metric names by step: of rules in `AWS/Events`, of schedules in `AWS/Scheduler`. */
const RULES: Readonly<Partial<Record<DeliveryStep, readonly string[]>>> = {
  started: ['TriggeredRules', 'InvocationsCreated'],
  attempted: ['InvocationAttempts'],
  retried: ['RetryInvocationAttempts'],
  delivered: ['Invocations', 'SuccessfulInvocationAttempts'],
  failed: ['Invocations', 'FailedInvocations'],
  buried: ['InvocationsSentToDlq'],
  lost: ['InvocationsFailedToBeSentToDlq'],
}
const SCHEDULES: Readonly<Partial<Record<DeliveryStep, readonly string[]>>> = {
  attempted: ['InvocationAttemptCount'],
  retried: ['TargetErrorCount'],
  failed: ['TargetErrorCount', 'InvocationDroppedCount'],
  buried: ['InvocationsSentToDeadLetterCount'],
  lost: ['InvocationsFailedToBeSentToDeadLetterCount'],
}

/** Creates a reporter of delivery steps, by rule or schedule group. */
export function createDeliveryMetrics(
  rules: Report,
  schedules: Report,
): (target: DeliveryTarget, step: DeliveryStep) => void {
  return ({ origin }, step) => {
    const group = /:schedule\/([^/]+)\//.exec(origin['SCHEDULE_ARN'] ?? '')?.[1]
    if (group !== undefined) {
      for (const name of SCHEDULES[step] ?? []) schedules(name, { ScheduleGroup: group })
      return
    }
    const dimensions = ruleDimensions(origin['RULE_ARN'] ?? '')
    for (const name of RULES[step] ?? []) rules(name, dimensions)
  }
}

/** `rule/name` is on the default bus and has only its name; `rule/bus/name` has both. */
function ruleDimensions(arn: string): Record<string, string> {
  const [first = '', second] = arn.split(':rule/')[1]?.split('/') ?? []
  return second === undefined ? { RuleName: first } : { EventBusName: first, RuleName: second }
}
