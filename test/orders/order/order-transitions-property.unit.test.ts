import fc from 'fast-check'
import { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import {
  followIssue,
  passOrder,
  placeHold,
  releaseHold,
} from '../../../functions/orders/holds/order-holds.ts'
import type { Order, OrderDecision } from '../../../functions/orders/order/order.ts'
import { cancelOrder, payOrder, returnOrder } from '../../../functions/orders/progress/order-progress.ts'
import { DomainError } from '../../../shared/domain-error.ts'
import { parse } from '../../../shared/http/validate.ts'
import { anOrder, delivered, dispatched, fixedNow, packed, passed, passOf } from '../../support/orders.ts'

type Step = (order: Order) => OrderDecision

const code = fc.constantFrom('cpf', 'ask')
const command: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(packed, dispatched, delivered),
  fc.constant<Step>((order) => cancelOrder(order, 'given up', fixedNow)),
  fc.constant<Step>((order) => returnOrder(order, 'broken', fixedNow)),
  fc.integer({ min: 1, max: 13_000 }).map(
    (amount): Step =>
      (order) =>
        payOrder(order, { amount }, fixedNow),
  ),
  fc.integer({ min: 11_000, max: 13_000 }).map(
    (total): Step =>
      (order) =>
        correctOrder(order, { totals: { total } }, fixedNow),
  ),
  fc.nat({ max: 4 }).map(
    (ago): Step =>
      (order) =>
        passOrder(order, { ...passOf(order), contentVersion: order.contentVersion - ago }, fixedNow),
  ),
  code.map(
    (one): Step =>
      (order) =>
        placeHold(order, { code: one, reason: 'look', placedBy: 'ana' }, fixedNow),
  ),
  code.map(
    (one): Step =>
      (order) =>
        releaseHold(order, { code: one, reason: 'ok', releasedBy: 'ana' }, fixedNow),
  ),
  fc.record({ issueVersion: fc.integer({ min: 1, max: 5 }), open: fc.boolean() }).map(
    (said): Step =>
      (order) =>
        followIssue(order, { ...said, issueId: 'iss_1', code: 'cpf', reason: 'said' }, fixedNow),
  ),
)

/** The expected state, derived from the events alone. */
interface Seen {
  readonly money: number
  readonly cleared: number
  readonly content: number
}

const see = (seen: Seen, { next, events }: OrderDecision): Seen =>
  events.reduce<Seen>((so, { type, data }) => {
    if (type === 'order.paid' || type === 'order.partly-paid')
      return { ...so, money: so.money + Number(data['amount']) }
    if (type === 'order.passed') return { ...so, cleared: Number(data['contentVersion']) }
    if (type === 'order.changed') return { ...so, content: next.version }
    return so
  }, seen)

function decided(order: Order, step: Step): OrderDecision {
  try {
    return step(order)
  } catch (error) {
    if (error instanceof DomainError) return { next: order, events: [] }
    throw error
  }
}

describe('any actions on an order, in any order', () => {
  // Half of the scenarios start ready and try early, so that many reach dispatch.
  const ready: Step[] = [(order) => payOrder(order, {}, fixedNow), passed, packed]
  const steps = (maxLength: number) => fc.array(command, { maxLength })
  const scenario = fc.oneof(
    steps(25),
    fc.tuple(steps(3), steps(12)).map(([few, more]) => [...ready, ...few, dispatched, ...more]),
  )

  it('dispatch the order only when paid, passed in its current content and not held', () => {
    let left = 0
    fc.assert(
      fc.property(scenario, (scenarioSteps) => {
        let order = anOrder()
        let seen: Seen = { money: 0, cleared: 0, content: 1 }
        for (const step of scenarioSteps) {
          const decision = decided(order, step)
          if (decision.events.some(({ type }) => type === 'order.dispatched')) {
            left += 1
            expect(seen.money).toBeGreaterThanOrEqual(order.totals.total)
            expect(seen.cleared).toBe(seen.content)
            expect(order.holds.filter((hold) => hold.released === undefined)).toEqual([])
          }
          seen = see(seen, decision)
          order = decision.next
        }
      }),
      { numRuns: 500 },
    )
    expect(left).toBeGreaterThan(20)
  })

  it('produce a valid order, with one version for each decision', () => {
    fc.assert(
      fc.property(scenario, (scenarioSteps) => {
        let order = anOrder()
        for (const step of scenarioSteps) {
          const { next, events } = decided(order, step)
          expect(next.version).toBe(order.version + (events.length > 0 ? 1 : 0))
          if (events.length === 0) expect(next).toBe(order)
          order = next
        }
        expect(parse(OrderSnapshot, order, 'the order')).toEqual(order)
      }),
      { numRuns: 300 },
    )
  })
})
