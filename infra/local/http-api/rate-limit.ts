/** Token bucket of API Gateway. */
export interface RateLimit {
  /** Takes a token; false when there is none. */
  take(): boolean
}

/**
 * @param burst size of the bucket, which starts full
 * @param rate tokens per second
 * @param now milliseconds
 */
export function createRateLimit(burst: number, rate: number, now: () => number): RateLimit {
  let tokens = burst
  let last = now()
  return {
    take() {
      const time = now()
      tokens = Math.min(burst, tokens + ((time - last) / 1000) * rate)
      last = time
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
