import * as z from 'zod/mini'
import type { Facts } from '../../../events/quality/facts.ts'
import { defineCheck, verdictOf } from '../../../functions/quality/checks/check.ts'
import type { SettingsByCheck } from '../../../functions/quality/checks/check-settings.ts'
import { evaluateCheck } from '../../../functions/quality/checks/run-checks.ts'
import { relevantPart, type Waiver } from '../../../functions/quality/checks/waiver.ts'
import { blockingChecks, failedChecks } from '../../../functions/quality/runs/failed-checks.ts'
import { anOrder, fixedNow, later } from '../../support/orders.ts'

/** A check that needs a limit of the store, and a total below a share of it. */
const limit = defineCheck({
  code: 'limit',
  number: 99,
  version: 2,
  mode: 'hold',
  department: 'finance',
  customerCanCorrect: false,
  needs: ['valueP95'],
  thresholds: z.strictObject({ percent: z._default(z.int().check(z.gte(1)), 100) }),
  relevant: ({ totals }) => totals.total,
  evaluate: ({ totals: { total } }, { facts: { valueP95 }, thresholds: { percent } }) =>
    verdictOf(
      total * 100 <= valueP95 * percent
        ? []
        : [{ field: 'totals.total', expected: `${percent} % of ${valueP95}`, received: String(total) }],
    ),
})

const order = anOrder()
const { total } = order.totals
const low: Facts = { valueP95: total - 1 }
const make = (facts: Facts, setting: SettingsByCheck[string] = {}, waiver?: Waiver, one = order) =>
  evaluateCheck(limit, one, {
    now: fixedNow,
    facts,
    settings: { limit: setting },
    waivers: new Map(waiver === undefined ? [] : [['limit', waiver]]),
  })

describe('evaluating a check', () => {
  it('is not evaluated when a fact is missing, and names the fact', () => {
    expect(make({})).toEqual([
      { check: 'limit', checkVersion: 2, outcome: 'not-evaluated', evidence: [], missing: ['valueP95'] },
    ])
  })

  it('passes', () => {
    expect(make({ valueP95: total })).toEqual([
      { check: 'limit', checkVersion: 2, outcome: 'passed', evidence: [] },
    ])
  })

  it('fails with evidence, in its own mode and for its own department', () => {
    expect(make(low)).toEqual([
      {
        check: 'limit',
        checkVersion: 2,
        outcome: 'failed',
        evidence: [{ field: 'totals.total', expected: `100 % of ${total - 1}`, received: String(total) }],
        mode: 'hold',
        department: 'finance',
      },
    ])
  })

  it('applies the store’s settings', () => {
    expect(make(low, { mode: 'block', department: 'legal' })).toEqual([
      expect.objectContaining({ outcome: 'failed', mode: 'block', department: 'legal' }),
    ])
    expect(make(low, { thresholds: { percent: 200 } })).toEqual([
      expect.objectContaining({ outcome: 'passed' }),
    ])
  })

  it('falls back to its defaults for invalid stored thresholds', () => {
    expect(make({ valueP95: total }, { thresholds: { percent: 0 } })).toEqual(make({ valueP95: total }))
  })

  it.each([
    { mode: 'off', made: 0, failed: [], blocking: [] },
    { mode: 'shadow', made: 1, failed: [], blocking: [] },
    { mode: 'warn', made: 1, failed: ['limit'], blocking: [] },
    { mode: 'hold', made: 1, failed: ['limit'], blocking: ['limit'] },
    { mode: 'block', made: 1, failed: ['limit'], blocking: ['limit'] },
  ] as const)('has the consequence of its mode: $mode', ({ mode, made, failed, blocking }) => {
    const results = make(low, { mode })
    expect(results).toHaveLength(made)
    expect(failedChecks(results)).toEqual(failed)
    expect(blockingChecks(results)).toEqual(blocking)
  })
})

describe('a waiver', () => {
  const waiver: Waiver = { relevant: relevantPart(limit, order), expiresAt: later(1) }

  it('changes the outcome to waived and keeps the evidence', () => {
    const results = make(low, {}, waiver)
    expect(results).toEqual([{ ...make(low)[0], outcome: 'waived' }])
    expect(failedChecks(results)).toEqual([])
  })

  it('ends at its expiry', () => {
    expect(failedChecks(make(low, {}, { ...waiver, expiresAt: fixedNow }))).toEqual(['limit'])
  })

  it('ends when the relevant part changes, and at no other change', () => {
    const dearer = { ...order, totals: { ...order.totals, total: total + 1 } }
    expect(failedChecks(make(low, {}, waiver, dearer))).toEqual(['limit'])
    const elsewhere = { ...order, customer: { ...order.customer, name: 'Rita Prado' } }
    expect(failedChecks(make(low, {}, waiver, elsewhere))).toEqual([])
  })

  it('applies to no other check', () => {
    const waivers = new Map([['arithmetic', waiver]])
    expect(failedChecks(evaluateCheck(limit, order, { now: fixedNow, facts: low, waivers }))).toEqual([
      'limit',
    ])
  })
})
