import { type Story, tellStory } from '../demo/expectation.ts'
import type { Endpoints } from '../demo/storefront.ts'
import type { Suite } from '../support/suite/suite.ts'

/** What came of a demo: the steps that went otherwise than it tells, and how many went so. */
interface Heard {
  readonly wrong: readonly string[]
  readonly right: number
}

/** Tells a demo on a suite that is running; `more` is what it finds beside the suite's own endpoints. */
export async function hear(
  { cloud }: Suite,
  demo: (endpoints: Endpoints, story: Story) => Promise<void>,
  more: Partial<Endpoints> = {},
): Promise<Heard> {
  const lines: string[] = []
  const story = tellStory((line) => lines.push(line))
  await demo({ ...cloud.endpoints, clients: cloud.identity.clients, ...more }, story)
  return { wrong: lines.filter((line) => line.includes('FAIL')), right: story.outcome.right }
}
