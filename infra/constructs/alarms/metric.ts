import type { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { MetricName } from '../../../shared/metric-names.ts'
import { metricsNamespace, type Stage } from '../../stage.ts'

type Dimensions = Readonly<Record<string, string>>

/** A metric of a service; a sum a minute unless `statistic` and `period` say otherwise. */
export const metricOf = (
  namespace: string,
  metricName: string,
  dimensions: Dimensions,
  period: Duration,
  statistic = 'Sum',
): Metric => new Metric({ namespace, metricName, dimensionsMap: dimensions, period, statistic })

/** A metric that the functions write to their logs. */
export const ownMetric = (
  stage: Stage,
  name: MetricName,
  period: Duration,
  { statistic = 'Sum', dimensions = {} }: { statistic?: string; dimensions?: Dimensions } = {},
): Metric => metricOf(metricsNamespace(stage), name, dimensions, period, statistic)

/** How many per cent `part` is of `whole`. */
export const percentage = (part: IMetric, whole: IMetric, period: Duration): MathExpression =>
  new MathExpression({ expression: '100 * FILL(part, 0) / whole', usingMetrics: { part, whole }, period })

/** All of them together; those without data count for nothing. */
export function total(metrics: readonly IMetric[], period: Duration): MathExpression {
  const named = Object.fromEntries(metrics.map((metric, at) => [`m${at + 1}`, metric]))
  return new MathExpression({
    expression: `SUM([${Object.keys(named).join(', ')}])`,
    usingMetrics: named,
    period,
  })
}
