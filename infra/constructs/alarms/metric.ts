import type { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { MetricName } from '../../../shared/metric-names.ts'
import { metricsNamespace, type Stage } from '../../stage.ts'

type Dimensions = Readonly<Record<string, string>>

/** A metric of a service; the sum per minute by default. */
export const metricOf = (
  namespace: string,
  metricName: string,
  dimensions: Dimensions,
  period: Duration,
  statistic = 'Sum',
): Metric => new Metric({ namespace, metricName, dimensionsMap: dimensions, period, statistic })

/** A metric that functions write to their logs. */
export const ownMetric = (
  stage: Stage,
  name: MetricName,
  period: Duration,
  { statistic = 'Sum', dimensions = {} }: { statistic?: string; dimensions?: Dimensions } = {},
): Metric => metricOf(metricsNamespace(stage), name, dimensions, period, statistic)

/** `part` as a percentage of `whole`. */
export const percentage = (part: IMetric, whole: IMetric, period: Duration): MathExpression =>
  new MathExpression({ expression: '100 * FILL(part, 0) / whole', usingMetrics: { part, whole }, period })

/** The sum of all metrics; missing data counts as zero. */
export function total(metrics: readonly IMetric[], period: Duration): MathExpression {
  const named = Object.fromEntries(metrics.map((metric, at) => [`m${at + 1}`, metric]))
  return new MathExpression({
    expression: `SUM([${Object.keys(named).join(', ')}])`,
    usingMetrics: named,
    period,
  })
}
