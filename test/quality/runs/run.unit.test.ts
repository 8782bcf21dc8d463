import type { Order } from '../../../functions/orders/order/order.ts'
import { checks } from '../../../functions/quality/checks/check-register.ts'
import type { SettingsByCheck } from '../../../functions/quality/checks/check-settings.ts'
import { runChecks } from '../../../functions/quality/checks/run-checks.ts'
import { isEvaluated, type Run, recordRun } from '../../../functions/quality/runs/run.ts'
import { contentHash } from '../../../shared/content-hash.ts'
import { anOrder, fixedNow, later } from '../../support/orders.ts'

const order = anOrder()
const wrong: Order = { ...order, shippingAddress: { ...order.shippingAddress, cep: '20040-002' } }
const paid = (approvedAmount: number): Order => ({
  ...order,
  version: 2,
  payment: { status: 'approved', approvedAmount, refundedAmount: 0 },
})
const record = (
  current: Run | undefined,
  one: Order,
  settings: SettingsByCheck = {},
  factsVersion?: number,
) => recordRun(current, one, { results: runChecks(one, { now: fixedNow, settings }), factsVersion }, fixedNow)
const first = (one: Order, settings?: SettingsByCheck): Run => {
  const run = record(undefined, one, settings)?.next
  if (run === undefined) throw new Error('the first run of an order is always recorded')
  return run
}

describe('recording a run', () => {
  it('passes the content of an order', () => {
    expect(record(undefined, order)?.events).toEqual([
      {
        type: 'quality.order-passed',
        data: { orderId: order.id, contentVersion: 1, contentHash: contentHash(order) },
      },
    ])
    expect(first(order)).toMatchObject({ id: order.id, version: 1, outcome: 'passed', checkedAt: fixedNow })
    expect(first(order).results.map(({ check }) => check)).toEqual(checks.map(({ code }) => code))
  })

  it('fails the content, and publishes for each failed check whether the customer can correct it', () => {
    expect(record(undefined, { ...wrong, totals: { ...wrong.totals, total: 1 } })?.events).toEqual([
      {
        type: 'quality.order-failed',
        data: {
          orderId: order.id,
          contentVersion: 1,
          failed: [
            { check: 'cep-uf', customerCanCorrect: true },
            { check: 'arithmetic', customerCanCorrect: false },
          ],
        },
      },
    ])
  })

  it.each(['off', 'shadow', 'warn'] as const)(
    'passes an order that fails only a check in mode %s',
    (mode) => {
      expect(first(wrong, { 'cep-uf': { mode } }).outcome).toBe('passed')
    },
  )

  it('stores the order for the next run, without its holds', () => {
    const held: Order = {
      ...order,
      holds: [{ code: 'ask', reason: 'look', placedAt: fixedNow, placedBy: 'ana' }],
    }
    expect(first(held).order).toEqual(order)
  })

  it('stores which checks ever opened an issue', () => {
    expect(first(order)).not.toHaveProperty('issues')
    const current = first(wrong)
    expect(current.issues).toEqual(['cep-uf'])
    expect(record(current, { ...order, version: 2, contentVersion: 2 })?.next.issues).toEqual(['cep-uf'])
  })

  it('records nothing for equal inputs', () => {
    const again: Order = { ...order, version: 3, updatedAt: later(1) }
    expect(record(first(order), again)).toBeUndefined()
  })

  it('publishes an outcome once per content, and stores changed inputs', () => {
    const { next, events } = record(first(order), paid(12_000)) ?? {}
    expect(events).toEqual([])
    expect(next).toMatchObject({ version: 2, outcome: 'passed', order: { payment: { status: 'approved' } } })
  })

  it('stores which facts it used, even if the outcome is the same', () => {
    const current = first(order)
    expect(record(current, order, {}, 1)).toMatchObject({ next: { version: 2, factsVersion: 1 }, events: [] })
  })

  it('publishes again for another content, or another failure of the same content', () => {
    const current = first(order)
    expect(record(current, { ...order, version: 2, contentVersion: 2 })?.events).toHaveLength(1)
    expect(record(current, paid(1))?.events[0]?.type).toBe('quality.order-failed')
  })

  it('treats the version and all earlier versions as evaluated', () => {
    const current = first({ ...order, version: 3 })
    expect([2, 3, 4].map((version) => isEvaluated(current, { ...order, version }))).toEqual([
      true,
      true,
      false,
    ])
    expect(isEvaluated(undefined, order)).toBe(false)
  })
})
