import { createReport, type DemoReport } from '../demo/demo-report.ts'
import type { Endpoints } from '../demo/storefront.ts'
import type { Suite } from '../support/suite/suite.ts'

/** Result of a demo: lines of failed steps and number of passed steps. */
interface DemoOutput {
  readonly failed: readonly string[]
  readonly passed: number
}

/** Runs a demo on a running suite; `more` adds endpoints. */
export async function runDemo(
  { cloud }: Suite,
  demo: (endpoints: Endpoints, report: DemoReport) => Promise<void>,
  more: Partial<Endpoints> = {},
): Promise<DemoOutput> {
  const lines: string[] = []
  const report = createReport((line) => lines.push(line))
  await demo({ ...cloud.endpoints, clients: cloud.identity.clients, ...more }, report)
  return { failed: lines.filter((line) => line.includes('FAIL')), passed: report.outcome.passed }
}
