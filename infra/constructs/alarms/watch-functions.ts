import { Duration } from 'aws-cdk-lib'
import { type Alarms, busy, never, type Rhythm } from './alarms.ts'
import { type DeployedFunctionUse, subjectOf } from './deployed.ts'
import { metricOf, percentage, total } from './metric.ts'

/** Alarms of a function, by what invokes it. */
export function watchFunction(alarms: Alarms, use: DeployedFunctionUse): void {
  const { handler, every, isOfStream, isOfEvents } = use
  const subject = subjectOf(handler)
  const rhythm = every === undefined ? busy : runsOf(every)
  const { period } = rhythm
  const metric = (name: string, statistic?: string) =>
    metricOf('AWS/Lambda', name, { FunctionName: handler.functionName }, period, statistic)

  const errors = metric('Errors')
  if (every === undefined) {
    const share = percentage(errors, metric('Invocations'), period)
    alarms.raise({ kind: 'function-errors', subject, fault: 'errors', metric: share, rhythm, above: 5 })
  } else {
    alarms.raise({ kind: 'schedule-failing', subject, fault: 'failing', metric: errors, rhythm, above: 0 })
    alarms.raise({
      kind: 'schedule-silent',
      subject,
      fault: 'silent',
      metric: metric('Invocations'),
      rhythm: { ...rhythm, breaching: rhythm.of },
      below: 1,
    })
  }
  alarms.raise({
    kind: 'function-throttled',
    subject,
    fault: 'throttled',
    metric: metric('Throttles'),
    rhythm,
    above: 0,
  })
  alarms.raise({
    kind: 'function-slow',
    subject,
    fault: 'slow',
    metric: metric('Duration', 'p99'),
    rhythm,
    above: 0.8 * (handler.timeout ?? Duration.seconds(3)).toMilliseconds(),
  })
  if (isOfStream || isOfEvents)
    alarms.raise({
      kind: 'failures-undelivered',
      subject,
      metric: total(
        ['DeadLetterErrors', 'DestinationDeliveryFailures', 'AsyncEventsDropped'].map((name) => metric(name)),
        period,
      ),
      rhythm: never,
      above: 0,
    })
  if (isOfStream) watchStream(alarms, use)
}

function watchStream(alarms: Alarms, { handler }: DeployedFunctionUse): void {
  const subject = subjectOf(handler)
  const metric = metricOf(
    'AWS/Lambda',
    'IteratorAge',
    { FunctionName: handler.functionName },
    busy.period,
    'Maximum',
  )
  const late = { subject, metric, rhythm: busy }
  alarms.raise({ ...late, kind: 'stream-behind', fault: 'behind', above: minutes(1) })
  alarms.raise({ ...late, kind: 'stream-stalled', fault: 'stalled', above: minutes(5) })
}

const minutes = (count: number): number => Duration.minutes(count).toMilliseconds()

/** Two of three runs; with a day or more between runs, each. */
const runsOf = (every: Duration): Rhythm =>
  every.toHours({ integral: false }) > 6
    ? { period: every, breaching: 1, of: 1 }
    : { period: every, breaching: 2, of: 3 }
