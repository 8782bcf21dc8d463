import { fingerprint } from '../../../shared/ids.ts'

/**
 * Seconds between two tries, from the first to the last ("Standard Webhooks" 1.0.0, "Operational
 * considerations: Deliverability and reliability"): ten tries over a little more than three days.
 */
const delays = [5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600] as const

/** Tries of a webhook before it fails. */
export const maxTries = delays.length + 1

/** Largest jitter, as a share of the delay. */
const maxJitter = 0.2

/** Longest `Retry-After` that is respected, in seconds. */
const maxRetryAfter = 24 * 3600

/**
 * Milliseconds from a failed try to the next one; undefined after the last. A longer `Retry-After` wins. The
 * jitter derives from the webhook's id, so webhooks that failed together are retried apart.
 *
 * @param tries how many have been made, from 1
 * @param requestedSeconds what `Retry-After` asked for
 */
export function nextDelay(id: string, tries: number, requestedSeconds = 0): number | undefined {
  const seconds = delays[tries - 1]
  if (seconds === undefined) return undefined
  const chance = Number.parseInt(fingerprint(id, String(tries)).slice(0, 8), 16) / 2 ** 32
  const byTable = Math.round(seconds * 1000 * (1 + maxJitter * chance))
  return Math.max(byTable, Math.min(requestedSeconds, maxRetryAfter) * 1000)
}

/** Seconds of a `Retry-After` header (RFC 9110, 10.2.3): a number or a date; undefined when it is neither. */
export function retryAfterSeconds(retryAfter: string | undefined, now: string): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter)
  // Only HTTP dates: `Date.parse` accepts nearly any text.
  const until = retryAfter.endsWith(' GMT') ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.parse(now)) / 1000))
}
