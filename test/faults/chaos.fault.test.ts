import type { FaultRule } from '../../infra/local/faults/fault-plan.ts'
import { type Suite, startSuite } from '../support/suite/suite.ts'
import { correctedOutcome, expectedOutcome, placeAndCorrect } from './fixtures/scenario.ts'
import { faultRow, itLogsNoPersonalData } from './table/fault-row.ts'
import { switchedPlan } from './table/switched-plan.ts'

/** All faults together with low probabilities, so that no message exceeds the receive limit of its queue. */
const everything: readonly FaultRule[] = [
  { fault: { action: 'duplicate' }, probability: 0.3 },
  { fault: { action: 'reorder' }, probability: 0.2 },
  { fault: { action: 'crashBefore' }, probability: 0.04, times: 2 },
  { fault: { action: 'crashAfter' }, probability: 0.04, times: 2 },
  { fault: { action: 'loseAnswer' }, probability: 0.04, times: 3 },
  { fault: { action: 'throttle' }, probability: 0.05, times: 4 },
  { fault: { action: 'conflict' }, probability: 0.1, times: 4 },
  { fault: { action: 'delay', ms: 20 }, probability: 0.05 },
]

describe('all faults of the local cloud together', () => {
  const plan = switchedPlan()
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite({ faults: plan })
  })
  afterAll(() => suite.stop())

  faultRow('all-at-once', { title: 'two orders on the whole suite', cost: 'slow' }, async (seed) => {
    plan.use(everything, seed)
    const { strikes, ...outcome } = await placeAndCorrect(suite, plan.heal)
    expect(strikes).toBeGreaterThan(0)
    expect({ seed, outcome }).toEqual({
      seed,
      outcome: { valid: expectedOutcome, corrected: correctedOutcome },
    })
    return { tries: strikes, lost: 0, doubled: 0 }
  })

  itLogsNoPersonalData(() => suite.cloud.logs.lines.map(({ line }) => line))
})
