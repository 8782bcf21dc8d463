import pRetry from 'p-retry'
import { DomainError, type ErrorCode } from './domain-error.ts'

export interface RetryOptions {
  /** Number of tries in all, including the first. */
  readonly tries: number
  /** Which failures are retried; any other is thrown at once. */
  readonly isTransient: (error: unknown) => boolean
  /** Milliseconds before the second try, doubled for each further one, with random jitter; zero unless given. */
  readonly delay?: number
}

/** Runs until it succeeds. Error: the last failure, or the first that is not transient. */
export const retry = <T>(
  run: (attempt: number) => Promise<T>,
  { tries, isTransient, delay = 0 }: RetryOptions,
): Promise<T> =>
  pRetry(run, {
    retries: tries - 1,
    minTimeout: delay,
    randomize: true,
    shouldRetry: ({ error }) => isTransient(error),
  })

const hasCode =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    error instanceof DomainError && error.code === code

/** Retries at once after a concurrent change (`stale-version`): `run` must read the newest state again. */
export const retryOnStale = <T>(run: () => Promise<T>, tries = 5): Promise<T> =>
  retry(run, { tries, isTransient: hasCode('stale-version') })

/** Retries at once after contention (`busy`): `run` must read the newest state again. */
export const retryOnBusy = <T>(run: () => Promise<T>, tries = 5): Promise<T> =>
  retry(run, { tries, isTransient: hasCode('busy') })
