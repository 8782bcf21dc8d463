/** Shortest and longest wait when the platform does not say how long, in milliseconds. */
const shortest = 200
const longest = 5000

/**
 * Milliseconds before the next try: what `Retry-After` asks for (seconds, of which Shopify sends fractions, or
 * an HTTP date; RFC 9110, 10.2.3), otherwise exponential backoff. Jitter keeps requests that failed together
 * apart.
 *
 * @param attempt the try that failed, from 1
 * @param now milliseconds since the epoch
 * @param chance random, from 0 (inclusive) to 1 (exclusive)
 */
export function retryDelay(
  attempt: number,
  retryAfter: string | undefined,
  now: number,
  chance: number,
): number {
  const asked = askedDelay(retryAfter, now)
  if (asked !== undefined) return asked + Math.floor(chance * shortest)
  const most = Math.min(longest, shortest * 2 ** attempt)
  return Math.floor(most / 2 + (chance * most) / 2)
}

function askedDelay(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\d{1,9}(?:\.\d+)?$/.test(retryAfter)) return Math.ceil(1000 * Number(retryAfter))
  // `Date.parse` accepts more than HTTP dates, such as `-3`.
  const until = /^[A-Z][a-z]{2}, /.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN
  return Number.isNaN(until) ? undefined : Math.max(0, until - now)
}
