/**
 * CloudWatch alarms of the local cloud, as `cloud.alarms`. For tests, demos and operations:
 *
 * - Every `AWS::CloudWatch::Alarm` and `CompositeAlarm` of the template is evaluated at each whole minute of the cloud's
 *   clock, over the data before it. To change an alarm: inject a fault, `await cloud.idle()`, then
 *   `cloud.clock.advance(60_000)` for each period.
 * - `state(name)`, `describe()` (the fields of AWS's DescribeAlarms), `history(name?)`.
 * - Notices that alarms send to SNS topics are in `cloud.topics.notices()`; e-mail subscribers get them in the mail
 *   viewer, subscribed queues and functions receive them.
 * - The metrics are in `cloud.metrics`; tests may `record` values that no fault can cause.
 *
 * An alarm starts as if it had existed for long: `notBreaching` is OK, without a notice.
 */

import type { CloudClock, CloudPart, CloudResource } from '../contracts.ts'
import { type AlarmState, evaluate } from './alarm-evaluation.ts'
import { type MetricAlarm, readMetricAlarm } from './alarm-settings.ts'
import { type CompositeRule, compileRule } from './composite-rule.ts'
import type { Metrics } from './metrics.ts'

/** A state change of an alarm. */
export interface AlarmChange {
  readonly alarm: AlarmView
  readonly from: AlarmState
  readonly to: AlarmState
  readonly reason: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Current state of an alarm. */
export interface AlarmView {
  readonly name: string
  readonly arn: string
  readonly kind: 'metric' | 'composite'
  readonly state: AlarmState
  readonly reason: string
  /** Milliseconds since the epoch. */
  readonly since: number
  /** From the template. */
  readonly properties: CloudResource['properties']
}

/** The running alarms; none of their work is ever pending. */
export interface Alarms extends CloudPart {
  /** @throws Error when no alarm has the name */
  state(name: string): AlarmState
  describe(): readonly AlarmView[]
  /** Oldest first; of one alarm if its name is given. */
  history(name?: string): readonly AlarmChange[]
  /** Sets an alarm's state until its next evaluation, as SetAlarmState does. */
  setState(name: string, state: AlarmState, reason: string): void
}

interface AlarmsOptions {
  readonly resources: readonly CloudResource[]
  readonly clock: CloudClock
  readonly metrics: Metrics
  /** Reports sampled metrics for the minute that ends, before the alarms are evaluated. */
  readonly gauges: readonly ((endOfMinute: number) => void)[]
  /** Runs the actions of a state change. */
  readonly onChange: (change: AlarmChange) => void
}

interface CurrentAlarm {
  readonly name: string
  readonly arn: string
  readonly properties: CloudResource['properties']
  readonly alarm: MetricAlarm | CompositeRule
  state: AlarmState
  reason: string
  since: number
  /** Evaluated over a range without data: the result stays the same until data arrive. */
  settled: boolean
}

const MINUTE_MS = 60_000

/** @throws Error naming an alarm with an unsupported setting */
export function startAlarms({ resources, clock, metrics, gauges, onChange }: AlarmsOptions): Alarms {
  const startedAt = clock.now()
  const currentAlarms = readAlarms(resources, startedAt)
  const history: AlarmChange[] = []
  let cancel: (() => void) | undefined
  let stopped = false

  const metricAlarms = [...currentAlarms.values()].filter(isMetricAlarm)
  const composites = innermostFirst([...currentAlarms.values()].filter(isComposite), alarmNamed)
  for (const one of composites) one.state = evaluateComposite(one.alarm)
  metrics.onRecord(arm)
  arm()

  /** Waits for the end of this minute, while a state can still change. */
  function arm(): void {
    if (cancel !== undefined || stopped || currentAlarms.size === 0) return
    const end = (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS
    cancel = clock.after(end - clock.now(), () => {
      for (const gauge of gauges) gauge(end)
      evaluateAll(end)
      cancel = undefined
      if (metricAlarms.some(({ settled }) => !settled)) arm()
    })
  }

  function evaluateAll(end: number): void {
    for (const current of metricAlarms) evaluateMetric(current, end)
    for (const one of composites) {
      const state = evaluateComposite(one.alarm)
      if (state !== one.state) change(one, state, compositeReason(one.alarm), end)
    }
  }

  function evaluateMetric(current: CurrentAlarm & { alarm: MetricAlarm }, end: number): void {
    const { alarm } = current
    const latest = Math.max(...alarm.inputs.map((id) => metrics.latest(id) ?? Number.NEGATIVE_INFINITY))
    const rangeMs = (alarm.evaluationPeriods + 2) * alarm.periodMs
    const isEmpty = latest < end - rangeMs
    if (isEmpty && current.settled) return
    const values = alarm.values(metrics, end)
    current.settled = isEmpty && end - startedAt >= rangeMs
    if (isEmpty && !current.settled) return
    if (alarm.hasTooFewSamples(metrics, end)) return
    const points = values.map((value) => (value === undefined ? undefined : alarm.breaches(value)))
    // Data before the start are unknown, not missing.
    const unknown = alarm.missingData === 'breaching' && end - startedAt < rangeMs
    const state = evaluate(points, unknown ? { ...alarm, missingData: 'ignore' } : alarm)
    if (state !== undefined && state !== current.state) change(current, state, reasonOf(alarm, values), end)
  }

  function change(current: CurrentAlarm, to: AlarmState, reason: string, at: number): void {
    const from = current.state
    Object.assign(current, { state: to, reason, since: at })
    const changed = { alarm: viewOf(current), from, to, reason, at }
    history.push(changed)
    onChange(changed)
  }

  function evaluateComposite({ holds }: CompositeRule): AlarmState {
    return holds((name) => alarmNamed(name).state) ? 'ALARM' : 'OK'
  }

  function compositeReason({ alarms }: CompositeRule): string {
    const off = alarms.filter((name) => alarmNamed(name).state === 'ALARM')
    return `In ALARM of the alarms of its rule: ${off.join(', ') || 'none'}`
  }

  function alarmNamed(name: string): CurrentAlarm {
    const current = currentAlarms.get(name)
    if (current === undefined) throw new Error(`There is no alarm ${name}`)
    return current
  }

  return {
    state: (name) => alarmNamed(name).state,
    describe: () => [...currentAlarms.values()].map(viewOf),
    history: (name) => history.filter(({ alarm }) => name === undefined || alarm.name === name),
    setState(name, state, reason) {
      const current = alarmNamed(name)
      current.settled = false
      if (state !== current.state) change(current, state, reason, clock.now())
      arm()
    },
    pending: () => 0,
    stop: async () => {
      stopped = true
      cancel?.()
    },
  }
}

type Composite = CurrentAlarm & { readonly alarm: CompositeRule }
const isComposite = (one: CurrentAlarm): one is Composite => 'holds' in one.alarm
const isMetricAlarm = (one: CurrentAlarm): one is CurrentAlarm & { readonly alarm: MetricAlarm } =>
  !isComposite(one)

/** A composite may depend on others, which are evaluated first. */
function innermostFirst(
  composites: readonly Composite[],
  alarmNamed: (name: string) => CurrentAlarm,
): readonly Composite[] {
  const ordered = new Set<Composite>()
  const place = (one: Composite, outer: readonly Composite[]): void => {
    if (outer.includes(one)) throw new Error(`Alarm ${one.name} cannot be run: its rule comes back to itself`)
    for (const inner of one.alarm.alarms.map(alarmNamed)) {
      if (isComposite(inner)) place(inner, [...outer, one])
    }
    ordered.add(one)
  }
  for (const one of composites) place(one, [])
  return [...ordered]
}

function readAlarms(resources: readonly CloudResource[], since: number): ReadonlyMap<string, CurrentAlarm> {
  const currentAlarms = resources.flatMap((resource): CurrentAlarm[] => {
    const { type, ref: name, arn, properties } = resource
    const begun = { name, arn, properties, reason: 'Unchecked: Initial alarm creation', since }
    if (type === 'AWS::CloudWatch::Alarm') {
      const alarm = readMetricAlarm(resource)
      const state = alarm.missingData === 'notBreaching' ? 'OK' : 'INSUFFICIENT_DATA'
      return [{ ...begun, alarm, state, settled: state === 'OK' || alarm.missingData !== 'breaching' }]
    }
    if (type !== 'AWS::CloudWatch::CompositeAlarm') return []
    return [{ ...begun, alarm: readRule(resource), state: 'OK', settled: true }]
  })
  return new Map(currentAlarms.map((current) => [current.name, current]))
}

function readRule({ name, properties }: CloudResource): CompositeRule {
  if (properties.ActionsSuppressor !== undefined)
    throw new Error(`Alarm ${name} cannot be run: suppressors are not simulated`)
  try {
    return compileRule(properties.AlarmRule)
  } catch (error) {
    throw new Error(`Alarm ${name} cannot be run: ${(error as Error).message}`, { cause: error })
  }
}

function viewOf(current: CurrentAlarm): AlarmView {
  const { name, arn, state, reason, since, properties } = current
  return { name, arn, kind: isComposite(current) ? 'composite' : 'metric', state, reason, since, properties }
}

function reasonOf(
  { properties, evaluationPeriods }: MetricAlarm,
  values: readonly (number | undefined)[],
): string {
  const real = values.filter((value) => value !== undefined).slice(-evaluationPeriods)
  const { ComparisonOperator: operator, Threshold: threshold } = properties
  return `${real.length} of the last ${evaluationPeriods} datapoints had a value [${real.join(', ')}], judged by ${operator} ${threshold}`
}
