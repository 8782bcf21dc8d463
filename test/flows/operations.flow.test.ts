import { ops } from '../demo/ops.ts'
import { operationsOn } from '../support/operations.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('operating the suite', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('goes as the demo tells it', async () => {
    const run = operationsOn(suite.cloud)
    const { failed: wrong, passed: right } = await runDemo(suite, (endpoints, story) =>
      ops(endpoints, story, (...words) => run(words)),
    )
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThan(50)
  }, 120_000)
})
