import { tokenFor } from '../../infra/start/sample-clients.ts'
import { seedSampleData } from '../../infra/start/sample-data.ts'
import { quality } from '../demo/quality.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('the quality demo', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
    const { endpoints, identity, clock } = suite.cloud
    const [client] = identity.clients
    if (client === undefined) throw new Error('No sample client exists.')
    const token = await tokenFor(endpoints.token, client)
    await seedSampleData(endpoints.api, [{ store: client.store, token }], new Date(clock.now()), () =>
      suite.cloud.idle(),
    )
  })
  afterAll(() => suite.stop())

  it('passes every step of the demo', async () => {
    const { failed, passed } = await runDemo(suite, quality)
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(150)
  })
})
