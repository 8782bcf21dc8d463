import pRetry from 'p-retry'
import { DomainError, type ErrorCode } from './domain-error.ts'

export interface RetryOptions {
  /** How often it is tried in all, the first time included. */
  readonly tries: number
  /** Which failures are worth another try; any other is thrown at once. */
  readonly isTransient: (error: unknown) => boolean
  /** Milliseconds before the second try, doubled for each further one, with up to as much again at random; none unless given. */
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

/** Runs again at once when another change was faster (`stale-version`): `run` reads anew and decides on the newest state. */
export const retryOnStale = <T>(run: () => Promise<T>, tries = 5): Promise<T> =>
  retry(run, { tries, isTransient: hasCode('stale-version') })

/** Runs again at once when what it changes was contended (`busy`): `run` reads anew and decides on the newest state. */
export const retryOnBusy = <T>(run: () => Promise<T>, tries = 5): Promise<T> =>
  retry(run, { tries, isTransient: hasCode('busy') })
