import { tellStory } from '../demo/expectation.ts'
import { walk } from '../demo/walk.ts'
import { type Suite, startSuite } from '../support/suite.ts'

describe('the first walk of an order', () => {
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite()
  })
  afterAll(() => suite.stop())

  it('goes as the demo tells it', async () => {
    const lines: string[] = []
    const { endpoints, identity } = suite.cloud
    const story = tellStory((line) => lines.push(line))
    await walk({ ...endpoints, clients: identity.clients }, story)
    expect(lines.filter((line) => line.includes('FAIL'))).toEqual([])
    expect(story.outcome.right).toBeGreaterThan(20)
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
