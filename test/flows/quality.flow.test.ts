import { tokenFor } from '../../infra/start/sample-clients.ts'
import { seedSampleData } from '../../infra/start/sample-data.ts'
import { quality } from '../demo/quality.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

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
    const { failed: wrong, passed: right } = await runDemo(suite, quality)
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThan(150)
  })
})
