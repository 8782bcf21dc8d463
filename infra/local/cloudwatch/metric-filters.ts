import type { CloudResource } from '../contracts.ts'
import type { Metrics } from './metrics.ts'

interface MetricFilter {
  readonly matches: (line: Readonly<Record<string, unknown>>) => boolean
  readonly namespace: string
  readonly name: string
  readonly value: number
}

/**
 * Counts the lines of the API's access log by the metric filters (`AWS::Logs::MetricFilter`) of its log
 * group.
 *
 * @throws Error naming a filter with a pattern other than `{ $.field = "text" }`
 */
export function createAccessMetrics(
  resources: readonly CloudResource[],
  metrics: Pick<Metrics, 'record'>,
): (line: string) => void {
  const stage = resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Stage')
  const destination = String(stage?.properties['AccessLogSettings']?.DestinationArn)
  const filters = resources
    .filter(({ type }) => type === 'AWS::Logs::MetricFilter')
    .filter(({ properties }) => destination.split(':').includes(properties['LogGroupName']))
    .map(readFilter)
  return (text) => {
    if (filters.length === 0) return
    const line = JSON.parse(text) as Record<string, unknown>
    for (const { matches, value, ...id } of filters)
      if (matches(line)) metrics.record({ ...id, dimensions: {} }, value)
  }
}

function readFilter({ name, properties }: CloudResource): MetricFilter {
  const [, field, wanted] = /^\{ \$\.(\w+) = "([^"]*)" \}$/.exec(String(properties['FilterPattern'])) ?? []
  if (field === undefined)
    throw new Error(`Metric filter ${name} cannot be run: ${properties['FilterPattern']} is not simulated`)
  const [transformation] = properties['MetricTransformations']
  return {
    matches: (line) => line[field] === wanted,
    namespace: transformation.MetricNamespace,
    name: transformation.MetricName,
    value: Number(transformation.MetricValue),
  }
}
