import { fuzz } from '../fuzz/fuzz.ts'
import { type Suite, startSuite } from '../support/suite.ts'

/** As many requests as take about half a minute; `npm run fuzz -- --minutes 10` goes on for longer. */
const requests = 3000

describe('any request at all', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('is answered as the API document says, and never with 5xx', async () => {
    const { endpoints, identity } = suite.cloud
    const target = { ...endpoints, clients: identity.clients }
    const outcome = await fuzz(target, { seed: 1, goesOn: (sent) => sent < requests })
    expect(outcome.findings).toEqual([])
    // Requests that are all refused at the door would try nothing.
    const reached = [...outcome.succeeded].filter(([, times]) => times > 0).length
    expect(reached).toBeGreaterThan(outcome.succeeded.size / 2)
    expect(outcome.byStatus.get(400)).toBeGreaterThan(100)
  })
})
