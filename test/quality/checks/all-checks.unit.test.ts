import fc from 'fast-check'
import type { Facts } from '../../../events/quality/facts.ts'
import type { Order } from '../../../functions/orders/order/order.ts'
import { checks } from '../../../functions/quality/checks/check-register.ts'
import { runChecks } from '../../../functions/quality/checks/run-checks.ts'
import { failedChecks } from '../../../functions/quality/runs/failed-checks.ts'
import { anOrder, fixedNow } from '../../support/orders.ts'
import { type Mutation, mutations } from './mutations.ts'
import { aFactSeed, type FactSeed, factsFor } from './samples/valid-facts.ts'
import { aValidOrder } from './samples/valid-orders.ts'

const run = (order: Order, facts: Facts) => runChecks(order, { now: fixedNow, facts })
const failuresOf = (order: Order, facts: Facts) => failedChecks(run(order, facts))

/** The order and the facts after one thing has gone wrong. */
function spoilt({ order: spoil, facts: spoilFacts }: Mutation, order: Order, seed: FactSeed, choice: number) {
  const changed = spoil?.(order, choice) ?? order
  const facts = factsFor(changed, seed)
  return { order: changed, facts: spoilFacts?.(facts, changed, choice) ?? facts }
}

describe('all checks together', () => {
  it('have nothing against a valid order, whatever is known beside it', () => {
    fc.assert(
      fc.property(aValidOrder, aFactSeed, (order, seed) => {
        const facts = factsFor(order, seed)
        const { reservation: _, ...unreserved } = facts
        expect(failuresOf(order, {})).toEqual([])
        expect(failuresOf(order, unreserved)).toEqual([])
        expect(failuresOf(order, facts)).toEqual([])
      }),
    )
  })

  it('lack nothing when all facts are there', () => {
    fc.assert(
      fc.property(aValidOrder, aFactSeed, (order, seed) => {
        const results = run(order, factsFor(order, seed))
        expect(results.flatMap(({ check, missing = [] }) => missing.map((fact) => [check, fact]))).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it.each(mutations)('see $name, and only the check for it does', (mutation) => {
    fc.assert(
      fc.property(aValidOrder, aFactSeed, fc.nat({ max: 1000 }), (order, seed, choice) => {
        const wrong = spoilt(mutation, order, seed, choice)
        expect(failuresOf(wrong.order, wrong.facts)).toEqual([mutation.check(order)])
        const failed = run(wrong.order, wrong.facts).find(({ outcome }) => outcome === 'failed')
        expect(failed?.evidence.length).toBeGreaterThan(0)
      }),
      { numRuns: 50 },
    )
  })

  it('each have a mutation here', () => {
    const covered = new Set(mutations.map(({ check }) => check(anOrder())))
    expect([...covered, 'cnpj'].sort()).toEqual(checks.map(({ code }) => code).sort())
  })
})
