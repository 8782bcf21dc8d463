import { fingerprint } from '../../../shared/ids.ts'

/**
 * Seconds between one try and the next, from the first to the last ("Standard Webhooks" 1.0.0, "Operational
 * considerations: Deliverability and reliability"): ten tries over a little more than three days.
 */
const delays = [5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600] as const

/** How many tries a delivery has before it is given up. */
export const maxTries = delays.length + 1

/** Later than what the table says, by up to this share of it. */
const maxJitter = 0.2

/** A receiver's wish to be left alone is heard up to this many seconds. */
const maxRetryAfter = 24 * 3600

/**
 * Milliseconds from a failed try to the next one; nothing when there is none. What the receiver asked for counts when it
 * is longer. The jitter comes from the delivery's id, so that those that failed together do not come back together.
 *
 * @param tries how many have been made, from 1
 * @param wishedSeconds what `Retry-After` asked for
 */
export function nextDelay(id: string, tries: number, wishedSeconds = 0): number | undefined {
  const seconds = delays[tries - 1]
  if (seconds === undefined) return undefined
  const chance = Number.parseInt(fingerprint(id, String(tries)).slice(0, 8), 16) / 2 ** 32
  const byTable = Math.round(seconds * 1000 * (1 + maxJitter * chance))
  return Math.max(byTable, Math.min(wishedSeconds, maxRetryAfter) * 1000)
}

/** Seconds that a `Retry-After` asks for (RFC 9110, 10.2.3): a number, or a date. Nothing when it is neither. */
export function retryAfterSeconds(retryAfter: string | undefined, now: string): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter)
  // Only dates as HTTP writes them: Date.parse makes something of nearly any text.
  const until = retryAfter.endsWith(' GMT') ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.parse(now)) / 1000))
}
