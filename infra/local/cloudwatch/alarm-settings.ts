import type { CloudResource } from '../contracts.ts'
import { type EvaluationRule, evaluationRange, type MissingData } from './alarm-evaluation.ts'
import { compileExpression, type Values } from './metric-math.ts'
import { compileStatistic, percentileOf } from './metric-statistics.ts'
import type { MetricId, Metrics } from './metrics.ts'

/** An alarm on a metric or an expression, from the template. */
export interface MetricAlarm extends EvaluationRule {
  readonly name: string
  readonly arn: string
  readonly properties: CloudResource['properties']
  readonly periodMs: number
  readonly inputs: readonly MetricId[]
  /** Values of the evaluation range that ends at `end` (ms since the epoch), oldest first. */
  values(metrics: Pick<Metrics, 'summary'>, end: number): Values
  breaches(value: number): boolean
  /** Whether there are too few samples to change the state. */
  hasTooFewSamples(metrics: Pick<Metrics, 'summary'>, end: number): boolean
}

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
}

/** @throws Error naming an alarm with an unsupported setting */
export function readMetricAlarm(resource: CloudResource): MetricAlarm {
  try {
    const alarm = metricAlarm(resource)
    // Compile expressions at start, so that an unsupported one fails now.
    alarm.values({ summary: () => undefined }, 0)
    return alarm
  } catch (error) {
    throw new Error(`Alarm ${resource.name} cannot be run: ${(error as Error).message}`, { cause: error })
  }
}

function metricAlarm({ ref, arn, properties }: CloudResource): MetricAlarm {
  const { ComparisonOperator: operator, Threshold: threshold, EvaluationPeriods: periods } = properties
  const compare = COMPARISONS[operator]
  if (compare === undefined) throw new Error(`the comparison ${operator} is not simulated`)
  const query = properties.Metrics === undefined ? singleQuery(properties) : mathQuery(properties.Metrics)
  const evaluationPeriods = Number(periods)
  const range = evaluationRange({ evaluationPeriods })
  const fewest = fewestSamples(properties)
  const { periodMs, inputs } = query
  return {
    name: ref,
    arn,
    properties,
    evaluationPeriods,
    datapointsToAlarm: Number(properties.DatapointsToAlarm ?? periods),
    missingData: missingDataOf(properties, inputs),
    periodMs,
    inputs,
    values: (metrics, end) => query.values(metrics, windows(end, periodMs, range)),
    breaches: (value) => compare(value, Number(threshold)),
    hasTooFewSamples: (metrics, end) => {
      if (fewest === 0) return false
      const { count = 0 } = metrics.summary(inputs[0]!, end - evaluationPeriods * periodMs, end) ?? {}
      return count > 0 && count < fewest
    },
  }
}

/** DynamoDB reports most metrics only when there is something to report, so its alarms keep their state. */
function missingDataOf(properties: CloudResource['properties'], inputs: readonly MetricId[]): MissingData {
  const otherwise = inputs.some(({ namespace }) => namespace === 'AWS/DynamoDB') ? 'ignore' : 'missing'
  return (properties.TreatMissingData ?? otherwise) as MissingData
}

/** Minimum number of samples for a percentile; 0 when the alarm sets none. */
function fewestSamples({
  EvaluateLowSampleCountPercentile: low,
  ExtendedStatistic: statistic,
}: CloudResource['properties']): number {
  const percentile = percentileOf(String(statistic))
  if (low !== 'ignore' || percentile === undefined) return 0
  return Math.round(1000 / (percentile >= 50 ? 100 - percentile : percentile))
}

interface Window {
  readonly from: number
  readonly to: number
}

function windows(end: number, periodMs: number, count: number): Window[] {
  return Array.from({ length: count }, (_, at) => {
    const to = end - (count - 1 - at) * periodMs
    return { from: to - periodMs, to }
  })
}

interface Query {
  readonly periodMs: number
  readonly inputs: readonly MetricId[]
  values(metrics: Pick<Metrics, 'summary'>, windows: readonly Window[]): Values
}

function singleQuery(properties: CloudResource['properties']): Query {
  const { Period: period, Statistic: plain, ExtendedStatistic: extended } = properties
  return statQuery(properties, period, plain ?? extended)
}

function statQuery(metric: CloudResource['properties'], period: unknown, statistic: string): Query {
  const compute = compileStatistic(statistic)
  const id = metricId(metric)
  return {
    periodMs: periodOf(period),
    inputs: [id],
    values: (metrics, windows) =>
      windows.map(({ from, to }) => {
        const summary = metrics.summary(id, from, to)
        return summary && compute(summary)
      }),
  }
}

function mathQuery(queries: readonly CloudResource['properties'][]): Query {
  const stats = queries
    .filter(({ MetricStat }) => MetricStat !== undefined)
    .map(({ Id, MetricStat: { Metric, Period, Stat } }): [string, Query] => [
      Id,
      statQuery(Metric, Period, Stat),
    ])
  const expressions = queries
    .filter(({ Expression }) => Expression !== undefined)
    .map(({ Id, Expression }) => ({ id: Id as string, compute: compileExpression(Expression) }))
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false)
  if (returned.length !== 1) throw new Error('exactly one of its Metrics is expected to return data')
  const periods = new Set(stats.map(([, { periodMs }]) => periodMs))
  if (periods.size !== 1) throw new Error('its metrics are expected to have one period')
  const values: Query['values'] = (metrics, windows) => {
    const known = new Map<string, Values>(stats.map(([id, query]) => [id, query.values(metrics, windows)]))
    for (const { id, compute } of inOrder(expressions, queries)) known.set(id, compute(known, windows.length))
    return known.get(returned[0]!.Id) ?? []
  }
  return { periodMs: [...periods][0]!, inputs: stats.flatMap(([, { inputs }]) => inputs), values }
}

/** An expression may use another in any order: used ones come first. */
function inOrder<T extends { readonly id: string }>(
  expressions: readonly T[],
  queries: readonly CloudResource['properties'][],
): T[] {
  const textOf = (id: string) => String(queries.find(({ Id }) => Id === id)?.Expression)
  const ordered: T[] = []
  const place = (one: T): void => {
    if (ordered.includes(one)) return
    const used = new Set(textOf(one.id).match(/[a-z]\w*/g) ?? [])
    for (const other of expressions) if (other !== one && used.has(other.id)) place(other)
    ordered.push(one)
  }
  for (const one of expressions) place(one)
  return ordered
}

function metricId({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensions = [],
}: CloudResource['properties']): MetricId {
  const pairs = (dimensions as { Name: string; Value: unknown }[]).map(({ Name, Value }) => [
    Name,
    String(Value),
  ])
  return { namespace, name, dimensions: Object.fromEntries(pairs) as Record<string, string> }
}

function periodOf(seconds: unknown): number {
  const period = Number(seconds)
  if (period >= 60 && period % 60 === 0) return period * 1000
  throw new Error(`a period of whole minutes is expected, not ${String(seconds)} s`)
}
