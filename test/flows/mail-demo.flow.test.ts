import { email } from '../demo/email.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('the e-mail demo', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('passes every step of the demo', async () => {
    const { failed, passed } = await runDemo(suite, email)
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(40)
  }, 120_000)
})
