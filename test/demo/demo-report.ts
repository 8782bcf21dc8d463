/** Prints each step of a demo with what was expected and what came, and remembers whether they differed. */
export interface DemoReport {
  step(title: string): void
  /** Tells something that a step brought to light. */
  note(line: string): void
  /** A step whose outcome is known; compares and prints. */
  expect(step: string, expected: unknown, received: unknown): void
  /** Looks again and again until the outcome is there or ten seconds have passed, then compares and prints. */
  eventually<T>(step: string, expected: T, look: () => Promise<T>): Promise<void>
  /** How many steps came as expected, and how many did not. */
  readonly outcome: { readonly right: number; readonly wrong: number }
}

const timeoutMs = 10_000
const pollIntervalMs = 50

export function createReport(print: (line: string) => void): DemoReport {
  const outcome = { right: 0, wrong: 0 }
  const compare = (step: string, expected: unknown, received: unknown) => {
    const same = show(expected) === show(received)
    outcome[same ? 'right' : 'wrong'] += 1
    print(
      same
        ? `  ok   ${step}: ${show(received)}`
        : `  FAIL ${step}: expected ${show(expected)}, came ${show(received)}`,
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
