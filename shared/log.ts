import { now } from './clock.ts'
import { optionalEnv } from './env.ts'
import type { MetricName } from './metric-names.ts'
import { redact } from './redact.ts'

export type LogFields = Readonly<Record<string, unknown>>
type Level = 'info' | 'warn' | 'error'

/** Writes one JSON line, redacted; the Lambda runtime ships standard output to CloudWatch. */
function write(level: Level, message: string, fields: LogFields): void {
  const line = { level, at: now(), message }
  // Twice: first for the reader, last so that no field overrides them.
  process.stdout.write(`${JSON.stringify({ ...line, ...(redact(fields) as object), ...line })}\n`)
}

/** Structured logs: a stable message and fields. Personal data is redacted by field name and by shape. */
export const log = {
  info: (message: string, fields: LogFields = {}) => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}) => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}) => write('error', message, fields),
}

/**
 * Writes values as CloudWatch metrics in the embedded metric format: one line, in the stage's namespace
 * (`METRICS_NAMESPACE`). A name that ends in `Seconds` has that unit; others are counts.
 * Source of the format: "Specification: Embedded metric format", CloudWatch user guide.
 */
export function metric(
  dimensions: Readonly<Record<string, string>>,
  values: Readonly<Partial<Record<MetricName, number>>>,
): void {
  const line = {
    _aws: {
      Timestamp: Date.parse(now()),
      CloudWatchMetrics: [
        {
          Namespace: optionalEnv('METRICS_NAMESPACE') ?? 'Retaguarda',
          Dimensions: [Object.keys(dimensions)],
          Metrics: Object.keys(values).map((name) => ({
            Name: name,
            Unit: name.endsWith('Seconds') ? 'Seconds' : 'Count',
          })),
        },
      ],
    },
    ...dimensions,
    ...values,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
