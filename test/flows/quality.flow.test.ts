import { tokenFor } from '../../infra/local/sample-clients.ts'
import { seedSampleData } from '../../infra/local/sample-data.ts'
import { tellStory } from '../demo/expectation.ts'
import { quality } from '../demo/quality.ts'
import { type Suite, startSuite } from '../support/suite.ts'

describe('quality before dispatch', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
    const { endpoints, identity, clock } = suite.cloud
    const [client] = identity.clients
    if (client === undefined) throw new Error('a sample client is expected')
    const token = await tokenFor(endpoints.token, client)
    await seedSampleData(endpoints.api, [{ store: client.store, token }], new Date(clock.now()), () =>
      suite.cloud.idle(),
    )
  })
  afterAll(() => suite.stop())

  it('goes as the demo tells it', async () => {
    const lines: string[] = []
    const { endpoints, identity } = suite.cloud
    const story = tellStory((line) => lines.push(line))
    await quality({ ...endpoints, clients: identity.clients }, story)
    expect(lines.filter((line) => line.includes('FAIL'))).toEqual([])
    expect(story.outcome.right).toBeGreaterThan(150)
  })
})
