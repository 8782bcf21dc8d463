import { type SeededSuite, startSeededSuite } from '../access/seeded-suite.ts'
import { fuzz } from '../fuzz/fuzz.ts'

/** As many requests as take about half a minute; `npm run fuzz -- --minutes 10` goes on for longer. */
const requests = 3000

describe('any request at all', () => {
  let furnished: SeededSuite
  beforeAll(async () => {
    furnished = await startSeededSuite()
  })
  afterAll(() => furnished.stop())

  it('is answered as the API document says, and never with 5xx', async () => {
    const { suite, resources: belongings } = furnished
    const { endpoints, identity } = suite.cloud
    const target = { ...endpoints, clients: identity.clients, belongings }
    const outcome = await fuzz(target, { seed: 1, shouldContinue: (sent) => sent < requests })
    expect(outcome.findings).toEqual([])
    // Requests that are all refused at the door would try nothing.
    const reached = [...outcome.succeeded].filter(([, times]) => times > 0).length
    expect(reached).toBeGreaterThan(outcome.succeeded.size / 2)
    expect(outcome.byStatus.get(400)).toBeGreaterThan(100)
  })
})
