import type { CheckResult } from '../../../events/quality/quality-events.ts'

const isReported = ({ outcome, mode }: CheckResult): boolean => outcome === 'failed' && mode !== 'shadow'

/** The checks that failed and of which somebody is told by an issue. */
export const failedChecks = (results: readonly CheckResult[]): string[] =>
  results.filter(isReported).map(({ check }) => check)

/** The checks that failed and keep the order. */
export const blockingChecks = (results: readonly CheckResult[]): string[] =>
  results.filter((result) => isReported(result) && result.mode !== 'warn').map(({ check }) => check)
