import { Duration, Stack } from 'aws-cdk-lib'
import type { Rule } from 'aws-cdk-lib/aws-events'
import { type Alarms, never, type Rhythm } from './alarms.ts'
import { allowedWaitOf, cfnRule, type DeployedQueue, subjectOf } from './deployed.ts'
import { metricOf, total } from './metric.ts'

const threeMinutes: Rhythm = { period: Duration.minutes(1), breaching: 3, of: 3 }

/** Alarms of a queue: message age, or, for a failure queue, any message. */
export function watchQueue(alarms: Alarms, { queue, isEmptied }: DeployedQueue): void {
  const subject = subjectOf(queue)
  const metric = (name: string) =>
    metricOf('AWS/SQS', name, { QueueName: queue.queueName }, never.period, 'Maximum')
  const age = metric('ApproximateAgeOfOldestMessage')
  if (isEmptied) {
    const above = allowedWaitOf(queue).toSeconds()
    alarms.raise({ kind: 'queue-late', subject, fault: 'late', metric: age, rhythm: threeMinutes, above })
    return
  }
  const count = metric('ApproximateNumberOfMessagesVisible')
  alarms.raise({
    kind: 'dead-letters-waiting',
    subject,
    fault: 'waiting',
    metric: count,
    rhythm: never,
    above: 0,
  })
  alarms.raise({
    kind: 'dead-letters-old',
    subject,
    fault: 'old',
    metric: age,
    rhythm: never,
    above: Duration.days(1).toSeconds(),
  })
}

/** Maximum number of metrics in an alarm's expression ("Using metric math", CloudWatch user guide). */
const mostMetrics = 10

/** Alarms of rules: one of each kind for a group of rules, such as those of a slice. */
export function watchRules(alarms: Alarms, rules: readonly Rule[]): void {
  for (const [scope, together] of Map.groupBy(rules, ({ node }) => node.scope)) {
    if (scope === undefined) throw new Error('A rule must be part of a construct.')
    for (let from = 0; from < together.length; from += mostMetrics) {
      const some = together.slice(from, from + mostMetrics)
      const subject = `${subjectOf(scope)}-rules${from === 0 ? '' : `-${from / mostMetrics + 1}`}`
      const sum = (name: string) =>
        total(
          some.map((rule) => ruleMetric(rule, name)),
          never.period,
        )
      alarms.raise({
        kind: 'rule-failing',
        subject,
        fault: 'failing',
        metric: sum('FailedInvocations'),
        rhythm: never,
        above: 0,
      })
      if (!some.some(hasDeadLetters)) continue
      alarms.raise({
        kind: 'rule-dropping',
        subject,
        fault: 'dropping',
        metric: sum('InvocationsFailedToBeSentToDlq'),
        rhythm: never,
        above: 0,
      })
    }
  }
}

/** Schedules have none: the next run processes what one missed. */
const hasDeadLetters = (rule: Rule): boolean =>
  JSON.stringify(Stack.of(rule).resolve(cfnRule(rule).targets)).includes('deadLetterConfig')

/** Metrics of a rule on the default bus name only the rule, others the bus too ("Monitoring Amazon EventBridge"). */
function ruleMetric(rule: Rule, metric: string) {
  const { eventBusName, name: token } = cfnRule(rule)
  const named = Stack.of(rule).resolve(token) as string | undefined
  if (eventBusName !== undefined && named === undefined)
    // CloudFormation's name of it contains the bus, which the metrics do not.
    throw new Error(`${rule.node.path}: a rule on a custom bus requires a ruleName.`)
  const dimensions = {
    ...(eventBusName === undefined ? {} : { EventBusName: eventBusName }),
    // A fixed name is the same in every stack; another would have to be exported.
    RuleName: named ?? rule.ruleName,
  }
  return metricOf('AWS/Events', metric, dimensions, never.period)
}
