import { createReport, type DemoReport } from '../demo/demo-report.ts'
import type { Endpoints } from '../demo/storefront.ts'
import type { Suite } from '../support/suite/suite.ts'

/** What came of a demo: the steps that went otherwise than it tells, and how many went so. */
interface DemoOutput {
  readonly failed: readonly string[]
  readonly passed: number
}

/** Tells a demo on a suite that is running; `more` is what it finds beside the suite's own endpoints. */
export async function runDemo(
  { cloud }: Suite,
  demo: (endpoints: Endpoints, story: DemoReport) => Promise<void>,
  more: Partial<Endpoints> = {},
): Promise<DemoOutput> {
  const lines: string[] = []
  const story = createReport((line) => lines.push(line))
  await demo({ ...cloud.endpoints, clients: cloud.identity.clients, ...more }, story)
  return { failed: lines.filter((line) => line.includes('FAIL')), passed: story.outcome.passed }
}
