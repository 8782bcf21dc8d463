import { tellStory } from '../demo/expectation.ts'
import { ops } from '../demo/ops.ts'
import { operationsOn } from '../support/operations.ts'
import { type Suite, startSuite } from '../support/suite.ts'

describe('operating the suite', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('goes as the demo tells it', async () => {
    const lines: string[] = []
    const { endpoints, identity } = suite.cloud
    const story = tellStory((line) => lines.push(line))
    const run = operationsOn(suite.cloud)
    await ops({ ...endpoints, clients: identity.clients }, story, (...words) => run(words))
    expect(lines.filter((line) => line.includes('FAIL'))).toEqual([])
    expect(story.outcome.right).toBeGreaterThan(50)
  }, 120_000)
})
