import type { CheckResult } from '../../../events/quality/quality-events.ts'

const spoke = ({ outcome, mode }: CheckResult): boolean => outcome === 'failed' && mode !== 'shadow'

/** The checks that failed and of which somebody is told by an issue. */
export const failedChecks = (results: readonly CheckResult[]): string[] =>
  results.filter(spoke).map(({ check }) => check)

/** The checks that failed and keep the order. */
export const blockingChecks = (results: readonly CheckResult[]): string[] =>
  results.filter((result) => spoke(result) && result.mode !== 'warn').map(({ check }) => check)
