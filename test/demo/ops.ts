import type { Story } from './expectation.ts'
import { killRelay, poison, store } from './ops-chapters.ts'
import { erase } from './ops-erasure.ts'
import { npmRunOps, type RunOps, setOpsStage } from './ops-stage.ts'
import { type Endpoints, openStorefront } from './storefront.ts'

/**
 * Operations as whoever is called does them: a poisoned queue and a dead relay, each with its alarm, notice and runbook;
 * and a customer who is erased. Commands run as the runbooks say them, unless told how else.
 */
export async function ops(endpoints: Endpoints, story: Story, run: RunOps = npmRunOps): Promise<void> {
  const stage = setOpsStage(endpoints, story, () => openStorefront(endpoints, store), run)
  await poison(stage)
  await killRelay(stage)
  await erase(stage)
}
