import { createFaultPlan, type FaultRule } from '../../../infra/local/faults/fault-plan.ts'

const put = { caller: 'ordersapi', service: 'dynamodb', operation: 'PutItem' }
const query = { ...put, operation: 'Query' }

function strikesOf(rules: FaultRule[], calls: number, joint = put, seed = 1): number[] {
  const plan = createFaultPlan(rules, seed)
  return Array.from({ length: calls }, (_, index) => index + 1).filter(() => plan.onCall(joint) !== undefined)
}

describe('a fault rule', () => {
  it('applies only to the caller, service and operation that it names', () => {
    const rule = { fault: { action: 'throttle' }, caller: 'orders-api', service: 'dynamodb' } as const
    const plan = createFaultPlan([{ ...rule, operation: ['PutItem', 'UpdateItem'] }], 1)

    expect(plan.onCall({ ...put, caller: 'qualityinbox' })).toBeUndefined()
    expect(plan.onCall({ ...put, service: 'sqs' })).toBeUndefined()
    expect(plan.onCall(query)).toBeUndefined()
    expect(plan.onCall(put)).toEqual({ action: 'throttle' })
    expect(plan.strikes).toEqual([{ ...put, action: 'throttle', nth: 1 }])
  })

  it('applies to the nth call alone', () => {
    expect(strikesOf([{ fault: { action: 'crashAfter' }, nth: 3 }], 5)).toEqual([3])
    expect(strikesOf([{ fault: { action: 'crashAfter' }, nth: [1, 4] }], 5)).toEqual([1, 4])
  })

  it('applies no more often than its limit', () => {
    expect(strikesOf([{ fault: { action: 'throttle' }, times: 2 }], 5)).toEqual([1, 2])
  })

  it('applies about as often as its probability, and to the same calls for the same seed', () => {
    const rules: FaultRule[] = [{ fault: { action: 'throttle' }, probability: 0.2 }]
    const struck = strikesOf(rules, 5000, put, 42)

    expect(struck.length).toBeGreaterThan(850)
    expect(struck.length).toBeLessThan(1150)
    expect(strikesOf(rules, 5000, put, 42)).toEqual(struck)
    expect(strikesOf(rules, 5000, put, 43)).not.toEqual(struck)
  })

  it('is independent of interleaved calls by others', () => {
    const rules: FaultRule[] = [{ fault: { action: 'throttle' }, probability: 0.5 }]
    const alone = createFaultPlan(rules, 7)
    const among = createFaultPlan(rules, 7)
    const calls = Array.from({ length: 50 })

    const decisions = calls.map(() => alone.onCall(put))
    const decisionsAmongOthers = calls.map(() => {
      among.onCall({ ...put, caller: 'someoneelse' })
      among.onCall(query)
      return among.onCall(put)
    })

    expect(decisionsAmongOthers).toEqual(decisions)
  })

  it('yields to the first rule that applies, and keeps counting', () => {
    const rules: FaultRule[] = [
      { fault: { action: 'throttle' }, nth: 1 },
      { fault: { action: 'crashBefore' }, nth: 2 },
    ]
    const plan = createFaultPlan(rules, 1)
    expect([plan.onCall(put), plan.onCall(put), plan.onCall(put)]).toEqual([
      { action: 'throttle' },
      { action: 'crashBefore' },
      undefined,
    ])
  })
})

describe('an impossible fault', () => {
  it('never applies: a conflict on a read, a stream out of order, a duplicate of a call', () => {
    expect(strikesOf([{ fault: { action: 'conflict' } }], 1, query)).toEqual([])
    expect(strikesOf([{ fault: { action: 'conflict' } }], 1, put)).toEqual([1])
    expect(strikesOf([{ fault: { action: 'duplicate' } }], 1)).toEqual([])
    const reorder = createFaultPlan([{ fault: { action: 'reorder' } }], 1)
    expect(reorder.onDelivery({ caller: 'ordersinbox', service: 'dynamodb' })).toBeUndefined()
    expect(reorder.onDelivery({ caller: 'ordersinbox', service: 'sqs' })).toEqual({ action: 'reorder' })
  })
})
