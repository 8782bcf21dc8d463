import type { CheckResult } from '../../../events/quality/quality-events.ts'

const isReported = ({ outcome, mode }: CheckResult): boolean => outcome === 'failed' && mode !== 'shadow'

/** The checks that failed and have an issue. */
export const failedChecks = (results: readonly CheckResult[]): string[] =>
  results.filter(isReported).map(({ check }) => check)

/** The checks that failed and hold the order. */
export const blockingChecks = (results: readonly CheckResult[]): string[] =>
  results.filter((result) => isReported(result) && result.mode !== 'warn').map(({ check }) => check)
