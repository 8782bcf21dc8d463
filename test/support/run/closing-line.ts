/** The counts that this module reads from the jest results. */
export interface RunResults {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  /** Test files that failed to load. */
  readonly numRuntimeErrorTestSuites: number
}

/** Summarises a run in one line. A run that fails without a failed test counts as one failure. */
export function closingLine(results: RunResults | undefined, exitCode: number): string {
  if (results === undefined) return '0 passed, 1 failed'
  const failures = results.numFailedTests + results.numRuntimeErrorTestSuites
  const failed = failures === 0 && exitCode !== 0 ? 1 : failures
  const skipped = results.numPendingTests + results.numTodoTests
  return `${results.numPassedTests} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}
