import { type Suite, startSuite } from '../support/suite/suite.ts'
import { correctedOutcome, expectedOutcome, placeAndCorrect } from './fixtures/scenario.ts'
import { itLogsNoPersonalData } from './table/fault-row.ts'
import { report } from './table/figures.ts'
import { switchedPlan } from './table/switched-plan.ts'

/** Minimum number of calls of each function in the scenario; the function crashes at each of them. */
const calls = [
  ['orders-api', 4],
  ['quality-inbox', 4],
  ['orders-inbox', 4],
  ['email-inbox', 5],
  ['outbox-relay', 4],
] as const

describe('a handler that crashes between two calls', () => {
  const plan = switchedPlan()
  let suite: Suite

  beforeAll(async () => {
    suite = await startSuite({ faults: plan })
  })
  afterAll(() => suite.stop())

  const cases = calls.flatMap(([caller, most]) =>
    (['crashBefore', 'crashAfter'] as const).flatMap((action) =>
      Array.from({ length: most }, (_, n) => ({ caller, action, nth: n + 1 })),
    ),
  )

  it.each(cases)(
    '$caller reaches the same state after $action of call $nth',
    async ({ caller, action, nth }) => {
      plan.use([{ fault: { action }, caller, nth, times: 1 }], nth)
      const outcome = await placeAndCorrect(suite, plan.heal)
      expect(outcome).toEqual({ strikes: 1, valid: expectedOutcome, corrected: correctedOutcome })
      report({ row: 'killed-between-writes', tries: 1, lost: 0, doubled: 0 })
    },
  )

  itLogsNoPersonalData(() => suite.cloud.logs.lines.map(({ line }) => line))
})
