import { closingLine } from './closing-line.ts'

const run = (counts: Partial<Parameters<typeof closingLine>[0] & object>) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...counts,
})

describe('closingLine', () => {
  it('counts passed and failed tests', () => {
    expect(closingLine(run({ numFailedTests: 2 }), 1)).toBe('5 passed, 2 failed')
  })

  it('counts skipped tests only when there are any', () => {
    expect(closingLine(run({ numPendingTests: 1, numTodoTests: 2 }), 0)).toBe('5 passed, 0 failed, 3 skipped')
  })

  it('counts a file that failed to load as a failure', () => {
    expect(closingLine(run({ numRuntimeErrorTestSuites: 1 }), 1)).toBe('5 passed, 1 failed')
  })

  it('reports a failure when jest fails without a failed test', () => {
    expect(closingLine(run({}), 1)).toBe('5 passed, 1 failed')
    expect(closingLine(undefined, 0)).toBe('0 passed, 1 failed')
  })
})
