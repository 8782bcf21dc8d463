import fc from 'fast-check'
import type { OrderStatus } from '../../../functions/orders/order/order.ts'
import {
  type BackTest,
  closePages,
  countPage,
  isCounted,
  type PastOrder,
  pastOutcomeOf,
  startBackTest,
} from '../../../functions/quality/back-tests/back-test.ts'
import { toBackTest } from '../../../functions/quality/back-tests/back-test-requests.ts'
import { cpfCheck } from '../../../functions/quality/checks/identity/cpf.ts'
import { probableDuplicate } from '../../../functions/quality/checks/risk/probable-duplicate.ts'
import type { CheckIssue } from '../../../functions/quality/issues/issue.ts'
import { storeA } from '../../support/http.ts'
import { anOrder, anOrderThatIs, fixedNow } from '../../support/orders.ts'

const range = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' }
const by = { store: storeA.store, id: 'bkt_1', by: 'ana' }
const begun = (check = cpfCheck, mode: BackTest['settings']['mode'] = 'hold'): BackTest =>
  startBackTest(check, { settings: { mode, thresholds: {} }, ...range }, by, fixedNow).next

const past = (status: OrderStatus, wrong: boolean, issue?: Partial<CheckIssue>): PastOrder => {
  const order = anOrderThatIs(status)
  const document = wrong ? '111.444.777-36' : '111.444.777-35'
  return {
    order: { ...order, customer: { ...order.customer, document } },
    facts: {},
    issue: issue as CheckIssue | undefined,
  }
}
const { total } = anOrder().totals
const tally = (orders: number) => ({ orders, cents: orders * total })

describe('the outcome of a past order that', () => {
  it.each<[string, PastOrder, string]>([
    ['was returned', past('returned', true), 'right'],
    ['was cancelled', past('cancelled', true), 'right'],
    ['was delivered and not returned', past('delivered', true), 'wrong'],
    ['is dispatched', past('dispatched', true), 'undecided'],
    ['is placed', past('placed', true), 'undecided'],
    ['was corrected', past('delivered', true, { resolution: 'condition-cleared' }), 'right'],
    ['was waived and returned', past('returned', true, { resolution: 'waived' }), 'wrong'],
    [
      'was waived, and then found wrong',
      past('delivered', true, { resolution: 'waived', finding: 'confirmed' }),
      'right',
    ],
    ['has an open issue', past('delivered', true, { status: 'open' }), 'wrong'],
  ])('%s', (_, order, expected) => {
    expect(pastOutcomeOf(order)).toBe(expected)
  })
})

describe('a back-test', () => {
  it('counts what the check finds, and how much of it was right', () => {
    const page = [
      past('returned', true),
      past('delivered', true),
      past('placed', true),
      past('delivered', false),
      past('returned', false),
      past('delivered', false, { resolution: 'fixed' }),
    ]
    const { next, events } = countPage(begun(), 1, page, fixedNow)
    expect(events).toEqual([])
    expect(next.result).toMatchObject({
      orders: 6,
      notEvaluated: 0,
      found: tally(3),
      wouldHold: tally(3),
      right: tally(1),
      wrong: tally(1),
      undecided: tally(1),
      missed: tally(2),
    })
    expect(next.result.samples.map(({ became }) => became)).toEqual(['right', 'wrong', 'undecided'])
  })

  it.each(['warn', 'shadow', 'off'] as const)('holds nothing in mode %s, but counts its findings', (mode) => {
    const { result } = countPage(begun(cpfCheck, mode), 1, [past('placed', true)], fixedNow).next
    expect([result.found, result.wouldHold]).toEqual([tally(1), tally(0)])
  })

  it('finds an error in the order as placed, although it was corrected later', () => {
    const corrected = { ...past('delivered', false), asPlaced: past('placed', true).order }
    expect(countPage(begun(), 1, [corrected], fixedNow).next.result.found).toEqual(tally(1))
  })

  it('counts the orders that it cannot evaluate, with the missing facts', () => {
    const { result } = countPage(begun(probableDuplicate), 1, [past('placed', true)], fixedNow).next
    expect(result).toMatchObject({ orders: 1, notEvaluated: 1, missing: ['recentOrders'], found: tally(0) })
  })

  it('counts each page once and finishes with the last, in any order of pages', () => {
    const pages = [1, 2, 3, 4, 5]
    const steps = fc.shuffledSubarray([...pages, ...pages, 0], { minLength: 11 })
    fc.assert(
      fc.property(steps, (order) => {
        let backTest = begun()
        let finished = 0
        for (const page of order) {
          const running = backTest
          const decision =
            page === 0
              ? closePages(running, 5, fixedNow)
              : countPage(running, page, [past('returned', true)], fixedNow)
          backTest = decision.next
          finished += decision.events.length
          if (page !== 0) expect(isCounted(backTest, page)).toBe(true)
        }
        expect(finished).toBe(1)
        expect(backTest).toMatchObject({
          status: 'finished',
          pages: { upTo: 5, beyond: [], total: 5 },
          result: { orders: 5, found: tally(5) },
        })
      }),
      { numRuns: 100 },
    )
  })
})

describe('a back-test request', () => {
  it('is completed with the defaults of the check', () => {
    expect(toBackTest(probableDuplicate, { settings: {}, ...range })).toEqual({
      settings: { mode: 'hold', thresholds: probableDuplicate.thresholds.parse({}) },
      ...range,
    })
  })

  it.each([
    [
      'a threshold that is none',
      { settings: { thresholds: { nothing: 1 } }, ...range },
      'settings.thresholds.nothing',
    ],
    ['no range', { settings: {}, from: range.to, to: range.from }, 'to'],
    ['an empty range', { settings: {}, from: range.from, to: range.from }, 'to'],
  ])('is rejected with the path: %s', (_, request, path) => {
    const named = expect.objectContaining({
      code: 'invalid-request',
      fields: [expect.objectContaining({ path })],
    })
    expect(() => toBackTest(cpfCheck, request)).toThrow(named)
  })
})
