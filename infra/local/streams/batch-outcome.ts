import type { InvokeResult } from '../contracts.ts'
import { failedItems, type Mapping } from './event-source-mapping.ts'

/** A stream batch: its records in order, and its failed attempts. */
export interface Attempt<R> {
  readonly records: readonly R[]
  /** Failed attempts that count against the mapping's limit. */
  readonly failures: number
}

/** What to do after an attempt. */
export type BatchOutcome<R> =
  | { readonly kind: 'done' }
  /** Try these, in this order. */
  | { readonly kind: 'again'; readonly attempts: readonly Attempt<R>[] }
  | { readonly kind: 'discard'; readonly condition: 'RetryAttemptsExhausted' }

type Limits = Pick<Mapping, 'reportsItemFailures' | 'bisects' | 'maximumRetries'>

/**
 * Decides what to do with a stream batch after an invocation, by "partial batch response" and "bisect batch on function
 * error" for DynamoDB streams in the Lambda guide:
 * a throttled batch does not count as tried; a reported failure keeps the records before the lowest failed one; a
 * failed invocation bisects the batch if the mapping does, which is no retry; everything else is retried up to the limit.
 * Where the guide is silent, the stricter reading applies: a batch whose first record is reported as failed is not
 * bisected, so a function must throw to isolate a poison record.
 */
export function batchOutcome<R>(
  limits: Limits,
  attempt: Attempt<R>,
  result: InvokeResult,
  idOf: (record: R) => string,
): BatchOutcome<R> {
  if (!result.ok && result.fault === 'throttled') return { kind: 'again', attempts: [attempt] }
  const { records, failures } = attempt
  if (result.ok) {
    const firstFailed = limits.reportsItemFailures ? lowestFailed(records, result.payload, idOf) : -1
    if (firstFailed === -1) return { kind: 'done' }
    if (firstFailed > 0) {
      // Cutting the batch at the failed record is bisecting, if enabled, and does not count.
      const rest = { records: records.slice(firstFailed), failures: limits.bisects ? failures : failures + 1 }
      return withinLimit(limits, rest)
    }
  } else if (limits.bisects && records.length > 1) {
    const middle = Math.ceil(records.length / 2)
    const halves = [records.slice(0, middle), records.slice(middle)]
    return { kind: 'again', attempts: halves.map((half) => ({ records: half, failures })) }
  }
  return withinLimit(limits, { records, failures: failures + 1 })
}

function withinLimit<R>({ maximumRetries }: Limits, attempt: Attempt<R>): BatchOutcome<R> {
  if (attempt.failures > maximumRetries) return { kind: 'discard', condition: 'RetryAttemptsExhausted' }
  return { kind: 'again', attempts: [attempt] }
}

/** Index of the first failed record; 0 when the whole batch failed, -1 for success. */
function lowestFailed<R>(records: readonly R[], answer: unknown, idOf: (record: R) => string): number {
  const failed = failedItems(answer, new Set(records.map(idOf)))
  return failed === 'all' ? 0 : records.findIndex((record) => failed.has(idOf(record)))
}
