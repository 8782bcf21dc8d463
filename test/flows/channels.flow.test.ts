import { channels } from '../demo/channels.ts'
import { tellStory } from '../demo/expectation.ts'
import { type Sandboxes, startSandboxes } from '../support/sandboxes/sandboxes.ts'
import { type Suite, startSuite } from '../support/suite.ts'

describe('marketplaces in, webhooks out', () => {
  let sandboxes: Sandboxes
  let suite: Suite

  beforeAll(async () => {
    sandboxes = await startSandboxes()
    suite = await startSuite({ variables: { CHANNEL_SANDBOXES: JSON.stringify(sandboxes.urls) } })
  })
  afterAll(async () => {
    await suite.stop()
    await sandboxes.stop()
  })

  it('goes as the demo tells it', async () => {
    const lines: string[] = []
    const { endpoints, identity } = suite.cloud
    const story = tellStory((line) => lines.push(line))
    await channels({ ...endpoints, clients: identity.clients, sandboxes: sandboxes.urls }, story)
    expect(lines.filter((line) => line.includes('FAIL'))).toEqual([])
    expect(story.outcome.right).toBeGreaterThan(75)
  })
})
