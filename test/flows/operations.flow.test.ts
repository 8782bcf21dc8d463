import { ops } from '../demo/ops.ts'
import { operationsOn } from '../support/operations.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('the operations demo', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('passes every step of the demo', async () => {
    const run = operationsOn(suite.cloud)
    const { failed, passed } = await runDemo(suite, (endpoints, report) =>
      ops(endpoints, report, (...args) => run(args)),
    )
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(50)
  }, 120_000)
})
