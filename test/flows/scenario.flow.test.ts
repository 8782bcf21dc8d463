import { scenario } from '../demo/scenario.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('the order scenario', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('passes every step of the demo', async () => {
    const { failed, passed } = await runDemo(suite, scenario)
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(20)
  })

  it('logs no personal data', () => {
    const logged = suite.cloud.logs.lines.map(({ line }) => line).join('\n')
    expect(logged).toContain('"request"')
    for (const personal of ['@example.com', 'Avenida', 'Rua ', '987654321', 'Souza', 'Pereira', '01310']) {
      expect(logged).not.toContain(personal)
    }
    expect(logged).not.toMatch(
      /\d{3}\.\d{3}\.\d{3}-\d{2}|[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}\/[\dA-Z]{4}-\d{2}/,
    )
  })
})
