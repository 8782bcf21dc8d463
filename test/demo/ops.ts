import type { DemoReport } from './demo-report.ts'
import { eraseCustomer } from './ops-erasure.ts'
import { createOpsFixture, npmRunOps, type RunOps } from './ops-fixture.ts'
import { killRelay, poison, store } from './ops-steps.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Operations demo: recovers a queue with poison messages and a stopped relay, each with its alarm, notice and runbook, and
 * erases a customer. Runs commands as the runbooks name them, unless `run` is given.
 */
export async function ops(endpoints: Endpoints, report: DemoReport, run: RunOps = npmRunOps): Promise<void> {
  const fixture = createOpsFixture(endpoints, report, () => openStorefront(endpoints, store), run)
  await poison(fixture)
  await killRelay(fixture)
  await eraseCustomer(fixture)
}
