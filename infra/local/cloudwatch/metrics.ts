import type { CloudClock } from '../contracts.ts'

/** A CloudWatch metric; the same name with other dimensions is another metric. */
export interface MetricId {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

/** Aggregated values of a metric over a time range. */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly minimum: number
  readonly maximum: number
  /** Count of each value; values are rounded to four digits, to keep a busy metric small. */
  readonly values: ReadonlyMap<number, number>
}

/** Records a value of a service's metric; default value 1, default time (ms) now. */
export type Report = (
  name: string,
  dimensions: Readonly<Record<string, string>>,
  value?: number,
  at?: number,
) => void

/** All metrics of the local cloud: from services and from function logs. */
export interface Metrics {
  /** @param at milliseconds since the epoch; default: now by the cloud's clock */
  record(id: MetricId, value: number, at?: number): void
  /** Recorder for one namespace, such as `AWS/Lambda`. */
  reporter(namespace: string): Report
  /** Values from `from` (inclusive) to `before` (exclusive), in ms since the epoch, whole minutes; undefined without any. */
  summary(id: MetricId, from: number, to: number): Summary | undefined
  /** Start of the latest minute with a value, in ms since the epoch. */
  latest(id: MetricId): number | undefined
  list(): readonly MetricId[]
  /** Calls `listener` after each value. */
  onRecord(listener: () => void): void
}

interface Bucket {
  count: number
  sum: number
  minimum: number
  maximum: number
  readonly values: Map<number, number>
}

interface Series {
  readonly id: MetricId
  readonly minutes: Map<number, Bucket>
  latest: number
}

const MINUTE_MS = 60_000
/** Alarms look back at most a day, plus two periods of an hour. */
const MINUTES_KEPT = 27 * 60

/** Opens an empty metric store in memory, with a resolution of one minute. */
export function openMetrics(clock: Pick<CloudClock, 'now'>): Metrics {
  const all = new Map<string, Series>()
  const listeners: (() => void)[] = []

  function record(id: MetricId, value: number, at: number = clock.now()): void {
    const minute = Math.floor(at / MINUTE_MS)
    const series = seriesOf(id)
    let bucket = series.minutes.get(minute)
    if (bucket === undefined) {
      bucket = { count: 0, sum: 0, minimum: value, maximum: value, values: new Map() }
      series.minutes.set(minute, bucket)
      forgetOldest(series)
    }
    add(bucket, value, 1)
    series.latest = Math.max(series.latest, minute)
    for (const listener of listeners) listener()
  }

  function seriesOf(id: MetricId): Series {
    const key = keyOf(id)
    const existing = all.get(key)
    if (existing !== undefined) return existing
    const series = { id, minutes: new Map(), latest: Number.NEGATIVE_INFINITY }
    all.set(key, series)
    return series
  }

  function summary(id: MetricId, from: number, to: number): Summary | undefined {
    const minutes = all.get(keyOf(id))?.minutes
    if (minutes === undefined) return undefined
    let merged: Bucket | undefined
    for (let minute = Math.ceil(from / MINUTE_MS); minute * MINUTE_MS < to; minute += 1) {
      const bucket = minutes.get(minute)
      if (bucket === undefined) continue
      merged ??= { count: 0, sum: 0, minimum: bucket.minimum, maximum: bucket.maximum, values: new Map() }
      merge(merged, bucket)
    }
    return merged
  }

  return {
    record,
    reporter:
      (namespace) =>
      (name, dimensions, value = 1, at = clock.now()) =>
        record({ namespace, name, dimensions }, value, at),
    summary,
    latest: (id) => {
      const series = all.get(keyOf(id))
      return series === undefined ? undefined : series.latest * MINUTE_MS
    },
    list: () => [...all.values()].map(({ id }) => id),
    onRecord: (listener) => void listeners.push(listener),
  }
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  const names = Object.keys(dimensions)
  if (names.length > 1) names.sort()
  return [namespace, name, ...names.map((one) => `${one}=${dimensions[one]!}`)].join('\n')
}

function add(bucket: Bucket, value: number, times: number): void {
  bucket.count += times
  bucket.sum += value * times
  bucket.minimum = Math.min(bucket.minimum, value)
  bucket.maximum = Math.max(bucket.maximum, value)
  const rounded = Number(value.toPrecision(4))
  bucket.values.set(rounded, (bucket.values.get(rounded) ?? 0) + times)
}

function merge(into: Bucket, { count, sum, minimum, maximum, values }: Bucket): void {
  into.count += count
  into.sum += sum
  into.minimum = Math.min(into.minimum, minimum)
  into.maximum = Math.max(into.maximum, maximum)
  for (const [value, times] of values) into.values.set(value, (into.values.get(value) ?? 0) + times)
}

function forgetOldest({ minutes }: Series): void {
  if (minutes.size <= MINUTES_KEPT) return
  const [oldest] = minutes.keys()
  minutes.delete(oldest!)
}
