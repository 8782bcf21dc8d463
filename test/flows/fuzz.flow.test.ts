import { type SeededSuite, startSeededSuite } from '../access/seeded-suite.ts'
import { fuzz } from '../fuzz/fuzz.ts'

/** Enough requests for about half a minute; run `npm run fuzz -- --minutes 10` for more. */
const requests = 3000

describe('an arbitrary request', () => {
  let seeded: SeededSuite
  beforeAll(async () => {
    seeded = await startSeededSuite()
  })
  afterAll(() => seeded.stop())

  it('is answered as the API document says and never with 5xx', async () => {
    const { suite, resources } = seeded
    const { endpoints, identity } = suite.cloud
    const target = { ...endpoints, clients: identity.clients, resources }
    const outcome = await fuzz(target, { seed: 1, shouldContinue: (sent) => sent < requests })
    expect(outcome.findings).toEqual([])
    // If every request were rejected early, nothing would be tested.
    const reached = [...outcome.succeeded].filter(([, times]) => times > 0).length
    expect(reached).toBeGreaterThan(outcome.succeeded.size / 2)
    expect(outcome.byStatus.get(400)).toBeGreaterThan(100)
    // Half a minute alone; a busy machine may take several times that.
  }, 240_000)
})
