import type { DemoReport } from './demo-report.ts'
import { eraseCustomer } from './ops-erasure.ts'
import { createOpsFixture, npmRunOps, type RunOps } from './ops-fixture.ts'
import { killRelay, poison, store } from './ops-steps.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Operations as whoever is called does them: a poisoned queue and a dead relay, each with its alarm, notice and runbook;
 * and a customer who is erased. Commands run as the runbooks say them, unless told how else.
 */
export async function ops(endpoints: Endpoints, story: DemoReport, run: RunOps = npmRunOps): Promise<void> {
  const stage = createOpsFixture(endpoints, story, () => openStorefront(endpoints, store), run)
  await poison(stage)
  await killRelay(stage)
  await eraseCustomer(stage)
}
