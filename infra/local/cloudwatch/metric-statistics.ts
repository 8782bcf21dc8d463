import type { Summary } from './metrics.ts'

/** Value of a statistic for a period. */
export type Statistic = (summary: Summary) => number

const PLAIN: Readonly<Record<string, Statistic>> = {
  Average: ({ sum, count }) => sum / count,
  Maximum: ({ maximum }) => maximum,
  Minimum: ({ minimum }) => minimum,
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
}

/**
 * Compiles a statistic by its CloudWatch name: `Average`, `Maximum`, `Minimum`, `SampleCount`, `Sum`, or a
 * percentile such as `p99` or `p99.9` (nearest rank).
 *
 * @throws Error for any other name
 */
export function compileStatistic(name: string): Statistic {
  const plain = PLAIN[name]
  if (plain !== undefined) return plain
  const percentile = percentileOf(name)
  if (percentile === undefined) throw new Error(`The statistic ${name} is not simulated`)
  return (summary) => valueAt(summary, percentile)
}

/** The percentile between 0 and 100 in a statistic's name, if any. */
export function percentileOf(statistic: string): number | undefined {
  const [, digits] = /^p(\d{1,3}(?:\.\d+)?)$/.exec(statistic) ?? []
  const percentile = Number(digits)
  return percentile >= 0 && percentile <= 100 ? percentile : undefined
}

function valueAt({ values, count, maximum }: Summary, percentile: number): number {
  const rank = Math.max(1, Math.ceil((percentile / 100) * count))
  let seen = 0
  for (const value of [...values.keys()].sort((a, b) => a - b)) {
    seen += values.get(value)!
    if (seen >= rank) return Math.min(value, maximum)
  }
  return maximum
}
