import type { InvokeResult } from '../contracts.ts'
import { failedItems, type Mapping } from './event-source-mapping.ts'

/** A stream batch on its way: its record ids in order and how often it was tried and failed. */
export interface Attempt<R> {
  readonly records: readonly R[]
  /** Failed tries that count against the mapping's limit. */
  readonly failures: number
}

/** What comes after a try of a stream batch. */
export type BatchOutcome<R> =
  | { readonly kind: 'done' }
  /** Try these, in this order. */
  | { readonly kind: 'again'; readonly attempts: readonly Attempt<R>[] }
  | { readonly kind: 'discard'; readonly condition: 'RetryAttemptsExhausted' }

type Limits = Pick<Mapping, 'reportsItemFailures' | 'bisects' | 'maximumRetries'>

/**
 * Decides what becomes of a stream batch after an invocation, as the Lambda guide's "partial batch response"
 * and "bisect batch on function error" for DynamoDB streams describe it:
 * a throttled batch was never tried; a reported failure keeps what came before the lowest failed record; a
 * failed invocation halves the batch when the mapping bisects, which is no retry; all else is tried again until
 * the limit. Where the guide is silent, the harsher reading holds: a batch whose first record is reported as
 * failed is not halved, so a function that wants its poison isolated throws.
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
      // Cutting the batch at the failed record is bisecting, when that is on, and so is not counted.
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

/** Index of the first failed record; 0 when the answer fails the whole batch, -1 when all went well. */
function lowestFailed<R>(records: readonly R[], answer: unknown, idOf: (record: R) => string): number {
  const failed = failedItems(answer, new Set(records.map(idOf)))
  return failed === 'all' ? 0 : records.findIndex((record) => failed.has(idOf(record)))
}
