/** What jest writes of a whole run, as far as it is counted here. */
export interface RunResults {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  /** Files that could not even be loaded. */
  readonly numRuntimeErrorTestSuites: number
}

/** Sums a run up in one plain line. A run that broke without a failed test counts as one failure. */
export function closingLine(results: RunResults | undefined, exitCode: number): string {
  if (results === undefined) return '0 passed, 1 failed'
  const broken = results.numFailedTests + results.numRuntimeErrorTestSuites
  const failed = broken === 0 && exitCode !== 0 ? 1 : broken
  const skipped = results.numPendingTests + results.numTodoTests
  return `${results.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}
