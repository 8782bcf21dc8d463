import { email } from '../demo/email.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('customers’ e-mail', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('goes as the demo tells it', async () => {
    const { failed: wrong, passed: right } = await runDemo(suite, email)
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThan(40)
  }, 120_000)
})
