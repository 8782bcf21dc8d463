import type { Metrics } from './metrics.ts'

interface MetricDirective {
  readonly Namespace: string
  /** Dimension sets; each defines metrics of its own. */
  readonly Dimensions?: readonly (readonly string[])[]
  readonly Metrics?: readonly { readonly Name: string }[]
}

type Line = Readonly<Record<string, unknown>> & {
  readonly _aws?: { readonly Timestamp?: number; readonly CloudWatchMetrics?: readonly MetricDirective[] }
}

/**
 * Reads the metrics of a log line in the embedded metric format; other lines have none.
 * Source: "Specification: Embedded metric format" of CloudWatch's guide.
 */
export function recordLine(line: string, metrics: Pick<Metrics, 'record'>): void {
  if (!line.includes('"CloudWatchMetrics"')) return
  const read = parse(line)
  for (const directive of read?._aws?.CloudWatchMetrics ?? []) {
    for (const names of directive.Dimensions ?? [[]]) {
      // A dimension set with a field that is missing in the line defines no metric.
      if (names.some((name) => read![name] === undefined)) continue
      const dimensions = Object.fromEntries(names.map((name) => [name, String(read![name])]))
      for (const { Name: name } of directive.Metrics ?? []) {
        for (const value of [read![name]].flat()) {
          if (typeof value !== 'number') continue
          metrics.record({ namespace: directive.Namespace, name, dimensions }, value, read!._aws?.Timestamp)
        }
      }
    }
  }
}

function parse(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line
  } catch {
    return undefined
  }
}
