import { channels } from '../demo/channels.ts'
import { type Sandboxes, startSandboxes } from '../support/sandboxes/sandboxes.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('the channels demo', () => {
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

  it('passes every step of the demo', async () => {
    const { failed, passed } = await runDemo(suite, channels, { sandboxes: sandboxes.urls })
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(75)
  })
})
