/** Prints each demo step with its expected and received value, and counts passed and failed steps. */
export interface DemoReport {
  step(title: string): void
  /** Prints a detail of the step. */
  note(line: string): void
  /** Compares both values and prints the result. */
  expect(step: string, expected: unknown, received: unknown): void
  /** Polls until the expected value is received, for at most ten seconds; then compares and prints. */
  eventually<T>(step: string, expected: T, look: () => Promise<T>): Promise<void>
  /** Number of passed and failed steps. */
  readonly outcome: { readonly passed: number; readonly failed: number }
}

const timeoutMs = 10_000
const pollIntervalMs = 50

/** Creates a report that prints line by line. */
export function createReport(print: (line: string) => void): DemoReport {
  const outcome = { passed: 0, failed: 0 }
  const compare = (step: string, expected: unknown, received: unknown) => {
    const same = show(expected) === show(received)
    outcome[same ? 'passed' : 'failed'] += 1
    print(
      same
        ? `  ok   ${step}: ${show(received)}`
        : `  FAIL ${step}: expected ${show(expected)}, received ${show(received)}`,
    )
  }
  return {
    outcome,
    step: (title) => print(`\n${title}`),
    note: (line) => print(`       ${line}`),
    expect: compare,
    eventually: async (step, expected, look) => {
      const end = performance.now() + timeoutMs
      let received = await look()
      while (show(expected) !== show(received) && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, pollIntervalMs))
        received = await look()
      }
      compare(step, expected, received)
    },
  }
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
