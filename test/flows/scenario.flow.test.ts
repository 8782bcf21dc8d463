import { scenario } from '../demo/scenario.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { runDemo } from './run-demo.ts'

describe('the first walk of an order', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('goes as the demo tells it', async () => {
    const { failed: wrong, passed: right } = await runDemo(suite, scenario)
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThan(20)
  })

  it('leaves no personal data in any log', () => {
    const said = suite.cloud.logs.lines.map(({ line }) => line).join('\n')
    expect(said).toContain('"request"')
    for (const personal of ['@example.com', 'Avenida', 'Rua ', '987654321', 'Souza', 'Pereira', '01310']) {
      expect(said).not.toContain(personal)
    }
    expect(said).not.toMatch(/\d{3}\.\d{3}\.\d{3}-\d{2}|[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}\/[\dA-Z]{4}-\d{2}/)
  })
})
