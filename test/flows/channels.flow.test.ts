import { channels } from '../demo/channels.ts'
import { type Sandboxes, startSandboxes } from '../support/sandboxes/sandboxes.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

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
    const { failed: wrong, passed: right } = await runDemo(suite, channels, { sandboxes: sandboxes.urls })
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThan(75)
  })
})
