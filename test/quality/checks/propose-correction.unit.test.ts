import type { OrderSnapshot } from '../../../events/orders/order-schema.ts'
import { applyCorrection, undoCorrection } from '../../../functions/orders/corrections/auto-correct.ts'
import { correctOrder } from '../../../functions/orders/corrections/correct-order.ts'
import { checks } from '../../../functions/quality/checks/check-register.ts'
import type { SettingsByCheck } from '../../../functions/quality/checks/check-settings.ts'
import { type Proposal, proposeCorrection } from '../../../functions/quality/checks/propose-correction.ts'
import { runChecks } from '../../../functions/quality/checks/run-checks.ts'
import { recordRun } from '../../../functions/quality/runs/run.ts'
import { anAddress, anOrder, anOrderThatIs, fixedNow, later } from '../../support/orders.ts'

const all: SettingsByCheck = Object.fromEntries(checks.map(({ code }) => [code, { autoCorrect: true }]))
const wrong = anOrder({ shippingAddress: anAddress({ uf: 'sp', cep: '04567010' }) })

const apply = (order: OrderSnapshot, proposal: Proposal): OrderSnapshot =>
  applyCorrection(order, { ...proposal, contentVersion: order.contentVersion }, later(1)).next

/** The order after all proposed corrections, and their number. */
function corrected(
  order: OrderSnapshot,
  settings: SettingsByCheck,
): { order: OrderSnapshot; proposals: Proposal[] } {
  const proposals: Proposal[] = []
  let next = order
  for (
    let one = proposeCorrection(next, settings);
    one !== undefined;
    one = proposeCorrection(next, settings)
  ) {
    proposals.push(one)
    next = apply(next, one)
    if (proposals.length > 20) throw new Error('corrections are expected to come to an end')
  }
  return { order: next, proposals }
}

describe('proposing a correction', () => {
  it('requires autoCorrect in the store’s settings', () => {
    expect(proposeCorrection(wrong, {})).toBeUndefined()
    for (const mode of ['off', 'shadow'] as const)
      expect(proposeCorrection(wrong, { 'cep-uf': { autoCorrect: true, mode } })).toBeUndefined()
    expect(proposeCorrection(wrong, { 'cep-uf': { autoCorrect: true } })).toMatchObject({
      check: 'cep-uf',
      changes: expect.arrayContaining([{ path: 'shippingAddress.uf', before: 'sp', after: 'SP' }]),
    })
  })

  it('proposes nothing for a correct, packed or dispatched order', () => {
    expect(proposeCorrection(anOrder(), all)).toBeUndefined()
    for (const status of ['packed', 'dispatched', 'cancelled'] as const)
      expect(
        proposeCorrection({ ...anOrderThatIs(status), shippingAddress: wrong.shippingAddress }, all),
      ).toBeUndefined()
  })

  it('gives the same correction of the same order the same id', () => {
    expect(proposeCorrection(wrong, all)).toEqual(proposeCorrection(structuredClone(wrong), all))
  })

  it('ends with an order that all checks pass', () => {
    const { order, proposals } = corrected(wrong, all)
    expect(proposals.length).toBeGreaterThan(0)
    expect(order.shippingAddress).toEqual(anAddress())
    const run = recordRun(undefined, order, { results: runChecks(order, { now: fixedNow }) }, fixedNow)
    expect(run?.next.outcome).toBe('passed')
  })

  it('never repeats an undone correction, but corrects a later error', () => {
    const settings = { 'cep-uf': { autoCorrect: true } }
    const proposal = proposeCorrection(wrong, settings)
    if (proposal === undefined) throw new Error('a proposal is expected')
    const { next: undone } = undoCorrection(apply(wrong, proposal), proposal.correctionId, 'ana', later(2))
    expect(undone.shippingAddress).toEqual(wrong.shippingAddress)
    expect(proposeCorrection(undone, settings)).toBeUndefined()
    const other = correctOrder(undone, { shippingAddress: { cep: '04567020' } }, later(3)).next
    expect(proposeCorrection(other, settings)?.changes).toEqual([
      { path: 'shippingAddress.cep', before: '04567020', after: '04567-020' },
    ])
  })
})

describe('a run that proposes a correction', () => {
  const proposal = proposeCorrection(wrong, all)
  const results = runChecks(wrong, { now: fixedNow })
  const run = recordRun(undefined, wrong, { results, proposal }, fixedNow)

  it('publishes the proposal instead of an outcome, and opens no issue', () => {
    expect(run?.events).toEqual([
      {
        type: 'quality.correction-proposed',
        data: { orderId: wrong.id, contentVersion: 1, ...proposal },
      },
    ])
    expect(run?.next).toMatchObject({ outcome: 'correcting' })
    expect(run?.next).not.toHaveProperty('issues')
  })

  it('proposes once for each content', () => {
    const again = recordRun(run?.next, wrong, { results, proposal, factsVersion: 1 }, later(1))
    expect(again?.events).toEqual([])
  })
})
